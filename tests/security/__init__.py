"""Tests from outside, one file a class of fault: what an attacker or an unlucky person tries."""
