"""How a refusal was told is said as the receipt of its paper says it."""

from typing import Any

from django.db import migrations, models

RENAMED = {"in_person": "direct", "letter": "post", "online": "electronic"}


def rename(apps: Any, schema_editor: Any) -> None:
    declined = apps.get_model("petitions", "Declined")
    for old, new in RENAMED.items():
        declined.objects.filter(told_how=old).update(told_how=new)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0019_guidance_grounds_and_reviews_withdrawn")]

    operations = [
        migrations.AlterField(
            model_name="declined",
            name="told_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("direct", "直接送达"),
                    ("left", "留置送达"),
                    ("post", "邮寄送达"),
                    ("electronic", "电子送达（经同意）"),
                    ("unit", "转交送达"),
                    ("notice", "公告送达"),
                ],
                max_length=10,
                verbose_name="告知方式",
            ),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
