"""An authenticator in software: what a browser and a device do with a passkey, without either."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = FLAG.UP | FLAG.UV
WITH_KEY = FLAG.AT


class Device:
    """Holds one passkey, made for one house."""

    def __init__(self, origin: str = "http://localhost", house: str = "localhost") -> None:
        self.origin = origin
        self.house = house
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.owner = b""
        self.counter = 0

    def create(self, asked: dict[str, Any]) -> str:
        """The answer to a request for a new passkey, as the page's script writes it."""
        self.owner = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(
            self._house(), PRESENT_AND_VERIFIED | WITH_KEY, self.counter, bytes(made)
        )
        told = {"attestationObject": bytes(AttestationObject.create("none", data, {}))}
        return self._answer(self._client("webauthn.create", asked), told)

    def show(self, asked: dict[str, Any], owner: bytes | None = None) -> str:
        """The answer to a request for a passkey that there is."""
        self.counter += 1
        client = self._client("webauthn.get", asked)
        data = AuthenticatorData.create(self._house(), PRESENT_AND_VERIFIED, self.counter)
        signed = bytes(data) + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        told = {
            "authenticatorData": bytes(data),
            "signature": signature,
            "userHandle": self.owner if owner is None else owner,
        }
        return self._answer(client, told)

    def _house(self) -> bytes:
        return hashlib.sha256(self.house.encode()).digest()

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _answer(self, client: bytes, told: dict[str, bytes]) -> str:
        response = {name: websafe_encode(value) for name, value in told.items()}
        response["clientDataJSON"] = websafe_encode(client)
        name = websafe_encode(self.id)
        answer = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(answer | {"clientExtensionResults": {}})
