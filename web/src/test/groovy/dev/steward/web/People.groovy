package dev.steward.web

import dev.steward.runner.account.Passwords
import dev.steward.runner.account.Role

/** People of a spec: who signs in, and what their browser sends. */
class People {

    static final String PASSWORD = 'correct horse battery'
    static final String HASH = Passwords.hash(PASSWORD)
    private static final Map FORM = ['Content-Type': 'application/x-www-form-urlencoded']

    private final WebFixture web

    People(WebFixture web) { this.web = web }

    /** An account with that password. */
    void add(String name, Role role) { web.store.accounts().add(name, role, HASH) }

    def signIn(String name, String password = PASSWORD, Map headers = [:]) {
        web.send('POST', '/sign-in', "name=$name&password=${URLEncoder.encode(password, 'UTF-8')}", FORM + headers)
    }

    /** The cookie of who signed in. */
    String cookie(String name, Map headers = [:]) {
        def answer = signIn(name, PASSWORD, headers)
        assert answer.statusCode() == 303
        answer.headers().firstValue('Set-Cookie').get().split(';')[0]
    }

    String csrf(String cookie) {
        (web.get('/runs', [Cookie: cookie]).body() =~ /name="csrf" value="([^"]+)"/)[0][1]
    }

    def post(String path, String cookie, String form = '') {
        web.send('POST', path, "csrf=${csrf(cookie)}&$form", FORM + [Cookie: cookie])
    }
}
