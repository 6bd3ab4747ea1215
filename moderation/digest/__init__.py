"""Summaries of a room and a period: rules and tables, pure and offline, every line with the messages it rests on.

`draft.draft` makes the digest, `render.sentences` writes it as short lines, `wording.deficit_words` checks what a
social worker types herself. Nothing here reads the database or the network, nor guesses at a reason or a motive.
"""
