from django.db import migrations

from inglenook.foundation import fulltext
from inglenook.foundation.fulltext.table import PRIVATE


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_condition")]
    operations = [fulltext.operation(PRIVATE)]
