"""Private talk that is in the table of all words moves to its own."""

from itertools import batched

from django.db import migrations

from inglenook.foundation import fulltext, text


def move(apps, schema_editor):
    """Write the words of private talk anew, and take them out of where they were."""
    posts = apps.get_model("conversations", "Post").objects.filter(thread__kind="direct")
    entries = apps.get_model("foundation", "AudienceEntry").objects.order_by("pk")
    talkers = {}
    for audience, member in entries.values_list("audience_id", "membership_id"):
        talkers.setdefault(audience, []).append(f"m{member}")
    said = posts.filter(kind="normal", standing="published").values_list(
        "pk", "html", "author_id", "community_id", "thread__audience_id", "thread__title",
        "thread__first_key",
    )  # fmt: skip
    for batch in batched(said.order_by("pk").iterator(chunk_size=500), 500):
        fulltext.erase(row[0] for row in batch)
        fulltext.write(_document(row, talkers) for row in batch)


def _document(row, talkers):
    key, html, author, community, audience, title, first = row
    return fulltext.Document(
        id=key,
        title=title if key == first else "",
        body=text.without_mentions(text.plain_of(html)),
        scope=(f"c{community}", f"u{author or 0}", *talkers.get(audience, ())),
        private=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_one_index_of_posts_in_a_thread"),
        ("foundation", "0005_private_words"),
    ]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
