"""What each viewer gets at the entrance, in their account and at the operator's doors."""

from __future__ import annotations

from tests.house.doors import ALL, Door, of

AT_HOME = of(302, anonymous=200)
SIGNED_IN = of(200, anonymous=302)
DONE = of(302)
WRONG = of(422, anonymous=302)
MISSING = of(404, anonymous=302)
OPERATOR = of(404, olga=200)

ACCOUNTS = [
    Door("setup", "nonsense", get=of(404), post=of(404)),
    Door("enter", "nonsense", get=of(410), post=of(410)),
    Door("accounts:account", get=SIGNED_IN),
    Door("accounts:preferences", post=DONE),
    Door("accounts:second_steps", get=SIGNED_IN),
    Door("accounts:set_up_app", get=SIGNED_IN, post=SIGNED_IN),
    Door("accounts:set_up_app", data={"key": "nonsense", "code": "1"}, get=SIGNED_IN, post=WRONG),
    Door("accounts:remove_app", post=DONE),
    Door("accounts:new_codes", post=DONE),
    Door("accounts:add_passkey", get=SIGNED_IN, post=SIGNED_IN),
    Door("accounts:add_passkey", data={"name": "Phone"}, get=SIGNED_IN, post=WRONG),
    Door("accounts:passkey", "1", get=MISSING, post=MISSING),
    Door("accounts:remove_passkey", "1", post=MISSING),
    Door("again", get=DONE, post=of(200, anonymous=302)),
    Door("again", data={"again": "1", "password": "wrong"}, get=DONE, post=WRONG),
    Door("passkey_begin", post=of(404)),
    Door("passkey_login", post=DONE),
    Door("mfa_authenticate", get=DONE, post=DONE),
    Door("accounts:end_sessions", post=DONE),
    Door("accounts:end_session", "nonsense", post=DONE),
    Door("delete_account", get=SIGNED_IN, post=of(422, anonymous=302)),
    Door("account_login", get=AT_HOME, post=of(302, anonymous=422)),
    Door("account_logout", get=SIGNED_IN, post=DONE),
    Door("account_inactive", get=ALL),
    Door("account_signup", get=AT_HOME, post=of(302, anonymous=422)),
    Door("account_request_login_code", get=AT_HOME, post=of(302, anonymous=422)),
    Door("account_confirm_login_code", get=DONE, post=DONE),
    Door("account_email_verification_sent", get=DONE, post=DONE),
    Door("account_reset_password", get=ALL, post=of(422)),
    Door("account_confirm_password_reset_code", get=DONE, post=DONE),
    Door("account_complete_password_reset", get=DONE, post=DONE),
    Door("account_change_password", get=SIGNED_IN, post=of(422, anonymous=302)),
    Door("account_set_password", get=DONE, post=DONE),
    Door("account_email", get=SIGNED_IN, post=of(422, anonymous=302)),
    Door("operator:overview", get=OPERATOR, post=of(404, olga=422)),
    Door("operator:resign", post=of(404, olga=403)),
    Door("operator:texts", get=OPERATOR, post=of(404, olga=302)),
    Door("robots", get=ALL),
    Door("house_privacy", get=ALL),
    Door("house_legal", get=ALL),
    Door("house_contact", get=ALL),
    Door("operator:state", get=OPERATOR),
    Door("backups:list", get=OPERATOR),
    Door("backups:now", post=of(404, olga=302)),
    Door("operator:deeds", get=OPERATOR),
    Door("operator:mails", get=OPERATOR),
    Door("operator:mail", "nonsense", get=of(404)),
]
