package dev.steward.web

import com.microsoft.playwright.BrowserContext
import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.config.ServerConfig
import dev.steward.runner.config.access.OidcConfig
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import dev.steward.web.server.WebServer
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Signing in with a certified provider of OpenID Connect, a process of its own, by a browser. */
class OidcRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup WebServer server
    @Shared @AutoCleanup OidcProvider provider
    @Shared @AutoCleanup Browser browser
    Page page

    def setupSpec() {
        web = new WebFixture(dir)
        int own = new ServerSocket(0).withCloseable { it.localPort }
        provider = new OidcProvider("http://localhost:$own/sign-in/oidc/callback")
        def oidc = new OidcConfig(provider.issuer, 'steward', new Secret(OidcProvider.SECRET), 'the house', new OidcConfig.Roles('groups', ['stewards'], ['operators']))
        server = new WebServer(web.parts, new ServerConfig('127.0.0.1', own, Optional.empty(), Optional.empty(), Optional.of(oidc))).start('127.0.0.1', own)
        new People(web).add('local', Role.ADMIN)
        new People(web).add('eve', Role.ADMIN)
        browser = new Browser()
    }

    def setup() { page = browser.page() }

    def cleanup() { page.context().close() }

    private String url() { "http://localhost:${server.port()}" }

    /** As a person does: the button, the provider's own forms, and back. */
    private void signIn(String login) {
        page.navigate(url() + '/sign-in?next=/runs')
        page.click('text=Sign in with the house')
        page.fill('input[name=login]', login)
        page.fill('input[name=password]', 'whatever')
        page.click('button[type=submit]')
        page.click('button[type=submit]')
        page.waitForURL(url() + '/runs')
    }

    private void signOut() {
        page.click('text=Sign out')
        page.waitForURL(url() + '/')
    }

    @Row('W-09')
    def 'who the provider signs in has an account with the role that it says: #login'() {
        when:
        signIn(login)

        then:
        page.locator('header').innerText().contains(login.split(/\./)[0])
        web.store.accounts().find(login.split(/\./)[0]).get().role() == role

        when:
        signOut()

        then:
        page.locator('header').innerText().contains('Sign in')

        where:
        login              | role
        'vera'             | Role.VIEWER
        'otto.operators'   | Role.OPERATOR
        'ada.stewards'     | Role.ADMIN
    }

    @Row('W-09')
    def 'the same person has the same account, and another one of a name that is taken does not get it'() {
        when:
        signIn('vera')

        then:
        web.store.accounts().all().count { it.name().startsWith('vera') } == 1

        when:
        page.context().clearCookies()
        signIn('eve.operators')

        then:
        web.store.accounts().find('eve').get().role() == Role.ADMIN
        web.store.accounts().find('eve@localhost').get().role() == Role.OPERATOR
        page.locator('header').innerText().contains('eve@localhost')
    }

    @Row('W-09')
    def 'a provider that is away keeps nobody from signing in by name; back with other keys it is believed again'() {
        given:
        signIn('vera')
        page.context().clearCookies()
        provider.stop()
        web.time.advance(Duration.ofHours(2))

        when: 'it is away'
        page.navigate(url() + '/sign-in')
        page.click('text=Sign in with the house')

        then:
        page.locator('main').innerText().contains('the house does not answer. Sign in by name and password meanwhile')

        when:
        page.navigate(url() + '/sign-in?next=/runs')
        page.fill('input[name=name]', 'local')
        page.fill('input[name=password]', People.PASSWORD)
        page.click("form:has(input[name=name]) button")

        then:
        page.locator('header').innerText().contains('local')

        when: 'it is back, with other keys'
        page.context().clearCookies()
        web.time.advance(Duration.ofHours(-2))
        provider.start()
        signIn('vera')

        then:
        page.locator('header').innerText().contains('vera')
    }

    def 'who comes back to a browser that did not set out is not signed in'() {
        when:
        page.navigate(url() + '/sign-in')
        page.click('text=Sign in with the house')
        page.waitForSelector('input[name=login]')
        page.navigate(url() + '/sign-in/oidc/callback?code=stolen&state=another')

        then:
        page.locator('main').innerText().contains('This sign-in was not begun in this browser')
    }

    def 'what may be said of it in steward.yml is checked: #issuer'() {
        when:
        new OidcConfig(issuer, 'steward', new Secret('x'), 'the house', OidcConfig.Roles.DEFAULT)

        then:
        thrown(IllegalArgumentException)

        where:
        issuer << ['id.example.org', 'http://id.example.org', 'https://id.example.org?x=1', '']
    }
}
