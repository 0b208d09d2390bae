"""What can be wrong outside the code, told in a sentence."""


class MendableError(Exception):
    """Something that whoever runs the house can mend; its text says how."""


class SettingError(MendableError):
    """A variable of the environment has a value that cannot be used."""

    def __init__(self, name: str, sentence: str) -> None:
        """`sentence` goes on from the variable's name: `is 'x'; give a number.`"""
        super().__init__(f"{name} {sentence}")
        self.name = name
