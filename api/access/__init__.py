"""Who may come in, what they may see and do, and what they did. Off where only this machine is listened to.

    people      a user: name, role, collections
    store       users, tokens and the log, in a database of their own beside the library
    passwords   hashes of passwords. Owner of argon2
    rules       what a request needs, and what it is called in the log
    gate        looks at every request and websocket before anything else does
    login       the page with name and password
    headers     what browsers are told to refuse

The gate gives each request the library as its user sees it (`Suizhi.within`); whatever handles the request asks
for nothing else.
"""

from __future__ import annotations
