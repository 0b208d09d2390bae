from django.db import migrations

from inglenook.foundation import fulltext


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [fulltext.operation()]
