"""A small issuer of OpenID Connect, real but for the network: checks PKCE, signs tokens, misbehaves when told to."""

import base64
import hashlib
import io
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from flask import Flask, Response, abort, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey
from requests.adapters import BaseAdapter
from werkzeug.wrappers import Response as BaseResponse

ISSUER = "https://issuer.test/council"
APPLICATION = "waymark"
SECRET = "what the issuer gave to waymark"  # noqa: S105 -- of the tests

Claims = dict[str, Any]
Spoil = Callable[[Claims], Claims]
Asked = Mapping[str, str]


class Issuer:
    """One issuer, and who is signed in there.

    Attributes
    ----------
    claims
        What it says of whoever is signed in.
    spoil
        Changes the claims of a token before it is signed.
    signs_with
        The key with which it signs; published is the one it began with.
    """

    def __init__(self) -> None:
        self.claims: Claims = {"sub": "42", "email": "officer@example.org", "email_verified": True}
        self.spoil: Spoil = dict
        self.is_down = False
        self.denies = False
        self._published = ECKey.generate_key("P-256", {"kid": "1"})
        self.signs_with = self._published
        self._codes: dict[str, Asked] = {}
        self.app = Flask("issuer")
        for path, view in (
            ("/council/.well-known/openid-configuration", self._describe),
            ("/council/keys", self._keys),
            ("/council/authorize", self._authorize),
            ("/council/token", self._token),
        ):
            self.app.add_url_rule(path, view.__name__, view, methods=["GET", "POST"])

    def send_back(self, location: str) -> str:
        """Go where the application sent the browser; return where the issuer sends it back to."""
        parts = urlsplit(location)
        answer = self.app.test_client().get(parts.path, query_string=parts.query)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        back = urlsplit(answer.location)
        return f"{back.path}?{back.query}"

    def _describe(self) -> Response:
        return jsonify(
            issuer=ISSUER,
            authorization_endpoint=f"{ISSUER}/authorize",
            token_endpoint=f"{ISSUER}/token",
            jwks_uri=f"{ISSUER}/keys",
            id_token_signing_alg_values_supported=["ES256"],
            code_challenge_methods_supported=["S256"],
        )

    def _keys(self) -> Response:
        return jsonify(keys=[self._published.as_dict(private=False)])

    def _authorize(self) -> BaseResponse:
        asked = request.args
        if asked["client_id"] != APPLICATION or asked["response_type"] != "code":
            abort(400)
        if asked["code_challenge_method"] != "S256" or not asked["nonce"] or not asked["state"]:
            abort(400)
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked.to_dict()
        told = {"error": "access_denied"} if self.denies else {"code": code}
        return redirect(f"{asked['redirect_uri']}?{urlencode(told | {'state': asked['state']})}")

    def _token(self) -> Response:
        asked, given = self._codes.pop(request.form["code"]), request.authorization
        verifier = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if given is None or (given.username, given.password) != (APPLICATION, SECRET):
            abort(401)
        if asked["code_challenge"] != challenge or asked["redirect_uri"] != request.form["redirect_uri"]:
            abort(400)
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APPLICATION, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "ES256", "kid": "1"}, self.spoil(claims | self.claims), self.signs_with)
        return jsonify(access_token="a", token_type="Bearer", id_token=signed)  # noqa: S106 -- of the tests


class Adapter(BaseAdapter):
    """Carries requests to the issuer without a network."""

    def __init__(self, issuer: Issuer) -> None:
        super().__init__()
        self._issuer = issuer

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002, ARG002 -- requests' own signature
        timeout: object = None,
        verify: object = True,  # noqa: FBT002, ARG002 -- requests' own signature
        cert: object = None,  # noqa: ARG002 -- requests' own signature
        proxies: object = None,  # noqa: ARG002 -- requests' own signature
    ) -> requests.Response:
        """Ask the issuer."""
        assert timeout, "whoever asks the issuer must not wait for ever"
        if self._issuer.is_down:
            raise requests.ConnectionError("nobody answers")
        parts = urlsplit(request.url or "")
        answer = self._issuer.app.test_client().open(
            parts.path,
            method=request.method or "GET",
            query_string={name: values[0] for name, values in parse_qs(parts.query).items()},
            headers=dict(request.headers),
            data=request.body,
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers.update(answer.headers)
        response.raw = io.BytesIO(answer.get_data())
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Give nothing back, for nothing was taken."""
