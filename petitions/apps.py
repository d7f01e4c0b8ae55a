from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = "来信来访"

    def ready(self) -> None:
        from petitions import counters, jobs  # noqa: F401  registers menu counts and kinds of background work
        from petitions.actions import auto_urge  # noqa: F401  lets it run with the reminders
        from petitions.first_contact import after_migrate

        post_migrate.connect(after_migrate, sender=self)
