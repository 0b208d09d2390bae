"""The child that decodes: bytes in, two squares out. Run as a script, it imports only Pillow."""

import io
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIZES = (96, 320)

#: Width times height, known from the file's head before anything is decoded.
MAX_PIXELS = 40_000_000

UNKNOWN, TOO_LARGE, DAMAGED = 10, 11, 12

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MEMORY = 1024**3
_CPU_SECONDS = 4


def main() -> int:
    """Read a picture from standard input, write the squares; the exit code says why not."""
    _limit()
    from PIL import Image

    warnings.simplefilter("ignore")
    data = sys.stdin.buffer.read()
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        return TOO_LARGE
    except Exception:
        return UNKNOWN
    if picture.width * picture.height > MAX_PIXELS:
        return TOO_LARGE
    try:
        small, large = squares(picture)
    except Exception:
        # Decoders raise whatever they like; each of it means the same here.
        return DAMAGED
    sys.stdout.buffer.write(len(small).to_bytes(4) + small + large)
    return 0


def squares(picture: "Image.Image") -> list[bytes]:
    """The middle of the picture, upright, at each of SIZES."""
    from PIL import Image, ImageOps

    # A JPEG is decoded at a fraction of its size where that is enough.
    picture.draft("RGB", (SIZES[-1] * 2, SIZES[-1] * 2))
    upright = ImageOps.exif_transpose(picture)
    clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    pixels = upright.convert("RGBA" if clear else "RGB")
    made = []
    for size in SIZES:
        square = ImageOps.fit(pixels, (size, size), Image.Resampling.LANCZOS)
        # A new picture: pixels go over, everything else that the file carried stays behind.
        bare = Image.frombytes(square.mode, square.size, square.tobytes())
        written = io.BytesIO()
        bare.save(written, "WEBP", quality=82, method=4)
        made.append(written.getvalue())
    return made


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    sys.exit(main())
