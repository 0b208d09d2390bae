"""Every limit on a file that comes in, in one place. Documented in docs/ by these names.

They are far above what a community of 500 people writes in ten years, and low enough that a
hostile file costs seconds, not the machine.
"""

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB

#: Bytes of the file as uploaded.
ARCHIVE_BYTES = 8 * GIB
#: Entries (files and folders) in it.
ENTRIES = 200_000
#: Bytes of a ZIP's table of contents; each entry takes 46 and its name.
DIRECTORY_BYTES = 64 * MIB
#: Bytes of one entry when unpacked.
ENTRY_BYTES = 2 * GIB
#: Bytes of all entries when unpacked.
UNPACKED_BYTES = 32 * GIB
#: Unpacked bytes per packed byte, asked of entries larger than RATIO_FROM_BYTES.
RATIO = 200
RATIO_FROM_BYTES = 8 * MIB
#: Bytes of one JSON file when unpacked: it is held in memory as a whole.
JSON_BYTES = 32 * MIB
#: Characters of one entry's path.
PATH_CHARACTERS = 500

#: Messages in one archive.
MESSAGES = 5_000_000
#: People in one archive, with those made up for messages of nobody known.
PEOPLE = 100_000
#: Channels, groups and conversations in one archive.
SPACES = 20_000
#: Characters of one message. Slack's own limit is 40,000.
MESSAGE_CHARACTERS = 100_000
#: Reactions and files on one message; what is beyond is left out.
REACTIONS_PER_MESSAGE = 5_000
FILES_PER_MESSAGE = 100
#: Characters of a person's or a space's name, of a purpose or a title, of a file's name.
NAME_CHARACTERS = 80
PURPOSE_CHARACTERS = 500
FILE_NAME_CHARACTERS = 200

#: The child process in which an archive is read: address space in bytes, seconds of processor
#: time, open files. It writes no file and reaches no network.
CHILD_MEMORY_BYTES = 1 * GIB
CHILD_SECONDS = 3_600
CHILD_OPEN_FILES = 64
#: Seconds that the parent waits for the child's next answer.
CHILD_PATIENCE_SECONDS = 120
#: Bytes of one answer of the child's.
FRAME_BYTES = 256 * MIB
