from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = "来信来访"

    def ready(self) -> None:
        from petitions import jobs  # noqa: F401  registers its kinds of background work
