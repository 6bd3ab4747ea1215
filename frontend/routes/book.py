"""A child's life book."""

from frontend.room_pages import seated
from frontend.views import book

urlpatterns = [
    *seated("book/", book.book, "book"),
    *seated("book/act/", book.act, "book_act"),
    *seated("book/book.html", book.as_file, "book_file"),
    *seated("book/book.pdf", book.on_paper, "book_paper"),
]
