"""What each viewer gets at each door. A route that stands in none of these lists fails by name.

`of(404, members=200)` reads: 404 for everybody, but 200 for members. The columns are the viewers
of the cast: anonymous, a stranger, the guest, a member, a list member (of Surprise), a moderator,
the host, the neighbouring host, somebody banned, and the operator, who is nobody's member.
"""

# ruff: noqa: E501 - a table, read line by line
from __future__ import annotations

from tests.house.doors import ALL, Door, of
from tests.house.expectations_accounts import ACCOUNTS
from tests.house.expectations_talk import TALK

SEEN_BY_MEMBERS = of(404, members=200)
HOST_ONLY = of(404, inside=403, hedda=200)
MODERATORS_ONLY = of(404, inside=403, moderators=200)
#: Of forms that are sent empty or to their end: taken (302) or to be mended (422).
HOST_SENDS = of(404, inside=403, hedda=422)
HOST_DOES = of(404, inside=403, hedda=302)
MODERATORS_DO = of(404, inside=403, moderators=302)
NEEDS_ACCOUNT = of(200, anonymous=302)

HOUSE = [
    Door("front_door", get=ALL),
    Door("front_door_theme", get=ALL),
    Door("healthz", get=ALL),
    Door("readyz", get=ALL),
    Door("found", get=of(403, anonymous=302, olga=200), post=of(403, anonymous=302, olga=422)),
]

COMMUNITY = [
    Door("home", get=ALL),
    Door("home", community="writers", get=of(404, nils=200)),
    Door("communities:theme", get=ALL),
    Door("communities:about", get=ALL),
    Door("communities:about", community="writers", get=of(404, nils=200)),
    *(Door(f"communities:{page}", get=ALL) for page in ("privacy", "legal", "contact")),
    Door("communities:ask", get=of(200, inside=302), post=of(422, inside=302)),
    Door("communities:ask", community="writers", get=of(404, nils=302), post=of(404, nils=302)),
    Door("communities:join", "invitation", get=ALL, post=of(422)),
    Door("communities:join", "nonsense", get=of(200, inside=302), post=of(422, inside=302)),
    Door("communities:join", "nonsense", community="writers", get=of(404, nils=302), post=of(404, nils=302)),
    Door("communities:claim", get=of(200, anonymous=302, bertram=404), post=of(422, anonymous=302, bertram=404)),
    Door("communities:claim_code", get=of(200, anonymous=302, bertram=404), post=of(422, anonymous=302, bertram=404)),
    Door("communities:claim_link", "claim", get=ALL, post=of(302, anonymous=200, bertram=403)),
    Door("communities:claim_link", "nonsense", get=ALL, post=of(422)),
    Door("communities:claim_link", "nonsense", community="writers", get=of(404, nils=200), post=of(404, nils=422)),
    Door("communities:leave", get=of(404, inside=200), post=of(404, inside=302, hedda=403)),
    Door("communities:settings", get=HOST_ONLY, post=HOST_SENDS),
    Door("communities:deeds", get=HOST_ONLY),
    Door("communities:texts", get=HOST_ONLY, data={"privacy_text": "We keep little."}, post=HOST_DOES),
    Door("communities:invitations", get=MODERATORS_ONLY, post=of(404, inside=403, moderators=422)),
    Door("communities:revoke", "invitation_id", post=MODERATORS_DO),
    Door("communities:requests", get=MODERATORS_ONLY),
    Door("communities:admit", "quinn", post=MODERATORS_DO),
    Door("communities:turn_down", "quinn", post=MODERATORS_DO),
]  # fmt: skip

PEOPLE = [
    Door("communities:people", get=SEEN_BY_MEMBERS),
    Door("communities:people", query="?kind=imported", get=SEEN_BY_MEMBERS),
    Door("communities:names", query="?q=Foundb", get=SEEN_BY_MEMBERS),
    Door("communities:profile", "mia", get=SEEN_BY_MEMBERS),
    Door("communities:profile", "ben", get=of(404, members=200, mia=404)),
    Door("communities:profile", "ivy", get=of(404, members=302, mia=404)),
    Door("communities:profile", "quinn", get=of(404)),
    Door("communities:profile", "bertram", get=of(404)),
    Door("communities:edit_profile", "mia", get=of(404, mia=200), post=of(404, mia=422)),
    Door("communities:block", "lena", post=of(404, inside=302, lena=403, moderators=403)),
    Door("communities:block", "quinn", post=of(404)),
    Door("communities:role", "mia", get=HOST_ONLY, post=HOST_SENDS),
    Door("communities:remove", "lena", get=of(404, members=200), post=of(404, members=403, moderators=302)),
    Door("communities:make_claim", "iris", post=of(404, inside=403, hedda=200)),
    Door("communities:picture", "nothing.webp", get=of(404)),
]  # fmt: skip

SPACES = [
    Door("spaces:spaces", get=HOST_ONLY),
    Door("spaces:new", get=HOST_ONLY, post=HOST_SENDS),
    Door("spaces:order", post=HOST_DOES),
    Door("spaces:settings", "plans", get=of(404, members=403, hedda=200), post=of(404, members=403, hedda=422)),
    Door("spaces:settings", "surprise", get=of(404, lena=403, hedda=200), post=of(404, lena=403, hedda=422)),
    Door("spaces:archive", "plans", post=of(404, members=403, hedda=302)),
    Door("spaces:archive", "surprise", post=of(404, lena=403, hedda=302)),
    Door("spaces:add", "surprise", data={"member": "member:mia"}, post=of(404, lena=403, hedda=302)),
    Door("spaces:add", "guestroom", data={"member": "member:mia"}, post=of(404, gus=403, moderators=302)),
    Door("spaces:take_off", "surprise", data={"member": "member:lena"}, post=of(404, lena=403, hedda=302)),
    Door("spaces:leave", "surprise", get=of(404, listed=200), post=of(404, listed=302)),
    Door("spaces:ask", "band", post=of(404, members=302, hedda=403)),
    Door("spaces:ask", "surprise", post=of(404)),
]  # fmt: skip

SEARCH = [
    Door("search:search", query="?q=seeksurprise", get=ALL),
    Door("search:search", community="writers", get=of(404, nils=200)),
    Door("search:quick", query="?q=seeksurprise", get=ALL),
    Door("search:quick", community="writers", get=of(404, nils=200)),
]

RUN = of(404, inside=403, hedda=200)
ARCHIVE = [
    Door("archive:start", get=HOST_ONLY, post=HOST_SENDS),
    Door("archive:show", "run", get=RUN),
    Door("archive:progress", "run", get=RUN),
    Door("archive:go", "run", post=of(404, inside=403)),
    Door("archive:undo", "run", get=RUN, post=HOST_DOES),
    Door("archive:forget", "run", post=of(404, inside=403)),
    # There is nothing in this import that the world could read.
    Door("archive:open", "run", get=HOST_DOES, post=HOST_DOES),
]

DOORS = [*HOUSE, *ACCOUNTS, *COMMUNITY, *PEOPLE, *SPACES, *TALK, *SEARCH, *ARCHIVE]
