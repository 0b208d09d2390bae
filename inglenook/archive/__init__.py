"""What comes into the house in files: archives of other systems, read and brought in.

Two halves. The *reading* half (this folder's plain modules and one package per format) turns a
file that nobody vouches for into the neutral records of `records`, streaming, and knows neither
the database nor the house's rows. The *writing* half hands these records to the actions of the
rooms that own the rows. A new format is a new package that fills the records; nothing else.

Words: an *archive* is the opened file; a *chapter* is the part of it that is read at one time
(one daily file of one channel) and the unit in which an import resumes; *skipped* is what is left
out, *changed* what comes in another form than it had; a *survey* is the dry run's report.

The reading half imports nothing from the house and from Django only lazy translation.
"""
