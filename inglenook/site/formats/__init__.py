"""How dates are written in languages for which Django's own way is not the house's."""
