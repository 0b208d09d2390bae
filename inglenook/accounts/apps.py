from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inglenook.accounts"
    label = "accounts"
