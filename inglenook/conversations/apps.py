from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "inglenook.conversations"
    label = "conversations"
