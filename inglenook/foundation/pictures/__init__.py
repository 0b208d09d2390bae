"""Portraits that people upload: checked, cut to squares, and written anew.

What comes in is never kept: only the two WebP pictures made of its pixels, without the place and
time that cameras write into files. Decoding happens in a child (`child.py`) with little memory and
few seconds, since a decoder is where hostile files strike.
"""

from .portrait import MAX_BYTES, MAX_PIXELS, SIZES, PictureRefused, Portrait, accept

__all__ = ["MAX_BYTES", "MAX_PIXELS", "SIZES", "PictureRefused", "Portrait", "accept"]
