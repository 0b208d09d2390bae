"""Addresses of the talk, below a community's."""

from django.urls import path

from inglenook.conversations.views import home, posts, spaces, threads

app_name = "conversations"
urlpatterns = [
    path("home/fresh/", home.fresh, name="fresh"),
    path("s/<slug:slug>/", spaces.space, name="space"),
    path("s/<slug:slug>/messages/", spaces.messages, name="messages"),
    path("s/<slug:slug>/threads/", spaces.threads, name="threads"),
    path("s/<slug:slug>/say/", spaces.say, name="say"),
    path("s/<slug:slug>/new/", spaces.start, name="start"),
    path("s/<slug:slug>/read/", spaces.read_space, name="read_space"),
    path("t/<int:thread_id>/", threads.thread, name="thread"),
    path("t/<int:thread_id>/posts/", threads.posts, name="posts"),
    path("t/<int:thread_id>/reply/", threads.reply, name="reply"),
    path("t/<int:thread_id>/read/", threads.read, name="read"),
    path("t/<int:thread_id>/resolve/", threads.resolve, name="resolve"),
    path("t/<int:thread_id>/pin/", threads.pin, name="pin"),
    path("t/<int:thread_id>/close/", threads.close, name="close"),
    path("t/<int:thread_id>/move/", threads.move, name="move"),
    path("p/<int:key>/", posts.permalink, name="permalink"),
    path("file/<int:key>/<str:name>", posts.file, name="file"),
    path("p/<int:key>/edit/", posts.edit, name="edit"),
    path("p/<int:key>/history/", posts.history, name="history"),
    path("p/<int:key>/delete/", posts.delete, name="delete"),
    path("p/<int:key>/react/", posts.react, name="react"),
    path("p/<int:key>/answer/", posts.answer, name="answer"),
    path("p/<int:key>/branch/", posts.branch, name="branch"),
    path("p/<int:key>/gather/", posts.gather, name="gather"),
]
