"""Open pages that follow what happens: one stream of server-sent events a browser.

The stream says which parts of pages have changed, by name, and never what they say; the page then
fetches these parts through their ordinary, guarded addresses. Each worker reads the log by itself,
so that it matters neither which worker a change went through nor which one holds the stream. May
import the floors below, and no capability.
"""
