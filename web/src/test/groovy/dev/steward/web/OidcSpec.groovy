package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.MACSigner
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.RSAKey
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.PlainJWT
import com.nimbusds.jwt.SignedJWT
import com.sun.net.httpserver.HttpServer
import dev.steward.runner.config.ServerConfig
import dev.steward.runner.config.access.OidcConfig
import dev.steward.runner.secret.Secret
import dev.steward.web.server.WebServer
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A provider that lies: what it signs, for whom and when is checked, and nobody is signed in by what does not hold. */
class OidcSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup WebServer server
    @Shared HttpServer liar = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
    @Shared RSAKey key = new RSAKeyGenerator(2048).keyID('one').generate()
    @Shared String token

    def setupSpec() {
        String at = "http://localhost:${liar.address.port}"
        answer('/.well-known/openid-configuration') { [issuer: at, authorization_endpoint: at + '/auth', token_endpoint: at + '/token', jwks_uri: at + '/jwks'] }
        answer('/jwks') { new JWKSet(key.toPublicJWK()).toJSONObject() }
        answer('/token') { [id_token: token, access_token: 'x', token_type: 'Bearer'] }
        liar.start()
        web = new WebFixture(dir)
        def oidc = new OidcConfig(at, 'steward', new Secret('s'), 'the house', new OidcConfig.Roles('realm.roles', ['stewards'], []))
        server = new WebServer(web.parts, new ServerConfig('127.0.0.1', 0, Optional.empty(), Optional.empty(), Optional.of(oidc))).start('127.0.0.1', 0)
    }

    def cleanupSpec() { liar.stop(0) }

    private void answer(String path, Closure<Map> what) {
        liar.createContext(path) { exchange ->
            byte[] body = new ObjectMapper().writeValueAsBytes(what())
            exchange.responseHeaders.add('Content-Type', 'application/json')
            exchange.sendResponseHeaders(200, body.length)
            exchange.responseBody.withCloseable { it.write(body) }
        }
    }

    private HttpResponse<String> get(String path, Map headers = [:]) {
        def request = HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}$path"))
        headers.each { name, value -> request.header(name, value) }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    /** Sets out, and comes back with what the provider says. */
    private HttpResponse<String> trip(Map wrong, Closure<String> sign = { JWTClaimsSet claims -> signed(claims, key) }) {
        def away = get('/sign-in/oidc')
        assert away.statusCode() == 302
        Map query = URI.create(away.headers().firstValue('Location').get()).query.split('&').collectEntries { it.split('=', 2) as List }
        assert query.code_challenge_method == 'S256' && query.state && query.nonce && query.scope.contains('openid')
        Map all = [iss: "http://localhost:${liar.address.port}".toString(), aud: 'steward', sub: 'p1', nonce: query.nonce, preferred_username: 'ada', realm: [roles: ['stewards']],
                   iat: Date.from(web.time.now()), exp: Date.from(web.time.now().plusSeconds(300))] + wrong
        def claims = new JWTClaimsSet.Builder()
        all.each { name, value -> claims.claim(name, value) }
        token = sign(claims.build())
        get("/sign-in/oidc/callback?code=c&state=${query.state}", [Cookie: away.headers().firstValue('Set-Cookie').get().split(';')[0]])
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) {
        def jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID('one').build(), claims)
        jwt.sign(new RSASSASigner(by))
        jwt.serialize()
    }

    def 'what holds signs in, with the role of a claim inside another'() {
        when:
        def answer = trip([:])
        String session = answer.headers().allValues('Set-Cookie').find { !it.contains('_trip') }.split(';')[0]

        then:
        answer.statusCode() == 200
        answer.headers().firstValue('Refresh').get() == '0; url=/'
        get('/accounts', [Cookie: session]).statusCode() == 200
    }

    def 'nobody is signed in where #what'() {
        when:
        def answer = trip(wrong.call(this))

        then:
        answer.statusCode() == 502
        answer.body().contains('does not hold')
        answer.headers().allValues('Set-Cookie').every { it.contains('_trip') }

        where:
        what                            | wrong
        'it is for another client'      | { [aud: 'another'] }
        'it is for several, and another'| { [aud: ['steward', 'another'], azp: 'another'] }
        'another issuer says it'        | { [iss: 'http://localhost:1'] }
        'it is over'                    | { [exp: Date.from(it.web.time.now().minusSeconds(120))] }
        'it has no end'                 | { [exp: null] }
        'it answers another request'    | { [nonce: 'another'] }
        'it names nobody'               | { [sub: null] }
    }

    def 'nobody is signed in by a token that is #what'() {
        expect:
        trip([:], sign).statusCode() == 502

        where:
        what                                | sign
        'signed by another key'             | { signed(it, new RSAKeyGenerator(2048).keyID('one').generate()) }
        'not signed'                        | { new PlainJWT(it).serialize() }
        'signed with the public key'        | { JWTClaimsSet claims -> new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims).with { sign(new MACSigner(new byte[32])); serialize() } }
        'no token'                          | { 'nonsense' }
    }

    def 'a state opens once, and in the browser that set out alone'() {
        given:
        def away = get('/sign-in/oidc')
        String cookie = away.headers().firstValue('Set-Cookie').get().split(';')[0]
        String state = cookie.split('=', 2)[1]

        expect:
        get("/sign-in/oidc/callback?code=c&state=$state").statusCode() == 400
        get("/sign-in/oidc/callback?error=access_denied&state=$state", [Cookie: cookie]).statusCode() == 403
        get("/sign-in/oidc/callback?code=c&state=$state", [Cookie: cookie]).statusCode() == 400
        away.headers().firstValue('Set-Cookie').get().with { it.contains('HttpOnly') && it.contains('SameSite=Lax') }
    }
}
