"""What can be wrong outside the code, told in a sentence."""


class MendableError(Exception):
    """Something that whoever runs the house can mend; its text says how."""


class SettingError(MendableError):
    """A variable of the environment has a value that cannot be used."""

    def __init__(self, name: str, sentence: str) -> None:
        """`sentence` names the variable too: `PORT is 'x'; give a number.`"""
        super().__init__(sentence)
        self.name = name
