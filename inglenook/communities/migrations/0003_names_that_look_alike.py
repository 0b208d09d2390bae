from itertools import count

from django.db import migrations, models

from inglenook.foundation import names


def own_names(apps, schema_editor):
    """Each name is the first one's who had it; others who look the same get a number behind it.

    Whoever asks to join, or is gone, is called nothing that could be taken.
    """
    Membership = apps.get_model("communities", "Membership")
    owners = {}
    people = Membership.objects.exclude(state="asked").order_by("community_id", "pk")
    people = people.exclude(person=None, state__in=("left", "banned"))
    changed = []
    for member in people.only("community_id", "person_id", "name", "state").iterator(2000):
        key = names.key_of(member.name)
        if key is None:
            continue
        owner = owners.get((member.community_id, key), False)
        if owner is not False and owner is not None and owner == member.person_id:
            continue  # a second byline of the same person
        numbers = count(2)
        plain = member.name
        while (member.community_id, key) in owners:
            end = f" ({next(numbers)})"
            member.name = plain[: names.LONGEST_NAME - len(end)].rstrip() + end
            key = names.key_of(member.name)
        owners[member.community_id, key] = member.person_id
        member.name_key = key
        changed.append(member)
        if len(changed) >= 1000:
            Membership.objects.bulk_update(changed, ["name", "name_key"])
            changed = []
    Membership.objects.bulk_update(changed, ["name", "name_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='name_key',
            field=models.CharField(max_length=240, null=True),
        ),
        migrations.RunPython(own_names, migrations.RunPython.noop, elidable=True),
    ]
