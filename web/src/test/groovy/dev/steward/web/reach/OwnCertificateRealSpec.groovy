package dev.steward.web.reach

import dev.steward.house.Row
import dev.steward.web.Browser
import dev.steward.web.Packaged
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The packaged program with a certificate of its own, asked by curl from another machine, by Chromium and by OpenSSL. */
@Stepwise
@Timeout(400)
class OwnCertificateRealSpec extends Specification {

    static final String NET = 'stwtls' + ProcessHandle.current().pid()
    static final String IN_NET = "ip netns exec $NET"

    @Shared @TempDir Path dir
    @Shared Made made
    @Shared Packaged program
    @Shared Packaged.Said said
    @Shared String token
    @Shared int port
    @Shared @AutoCleanup Browser browser
    def soon = new PollingConditions(timeout: 60, delay: 0.5)

    def setupSpec() {
        made = new Made(dir)
        made.issue('page', 'DNS:steward.example.org,DNS:localhost')
        // another machine: a namespace of the network with an address of its own
        made.sh "ip netns add $NET && ip link add $NET type veth peer name eth0 netns $NET && ip addr add 198.51.100.1/30 dev $NET && ip link set $NET up && " +
                "ip -n $NET addr add 198.51.100.2/30 dev eth0 && ip -n $NET link set eth0 up && ip -n $NET link set lo up"
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), 'inventory: hosts.yml\nplaybooks: .\nschedules: {}\nserver: {bind: 0.0.0.0, url: "https://steward.example.org", tls: {certificate: page.pem, key: page.key}}\n')
        program = new Packaged(dir)
        said = program.begin('serve', '--port', '0')
        port = said.await(/Steward serves https:\/\/steward\.example\.org:(\d+)\//) as int
        token = said.await(/shown this once: (\S+)/)
        said.await(/make the first one at https:\/\/steward\.example\.org:\d+\/setup with the code/)
        browser = new Browser()
    }

    def cleanupSpec() {
        said?.process?.destroy()
        said?.end(30)
        made?.sh("ip netns del $NET; ip link del $NET 2>/dev/null; true")
    }

    /** By another machine. */
    private Map far(String path, String more = '') {
        made.curl("--resolve steward.example.org:$port:198.51.100.1 $more https://steward.example.org:$port$path", IN_NET)
    }

    private String serial() {
        made.sh("openssl s_client -connect 127.0.0.1:$port -servername steward.example.org </dev/null 2>/dev/null | openssl x509 -noout -serial").trim()
    }

    @Row('W-07')
    def 'another machine reaches it by TLS and by its names alone, and reads nothing without a sign-in'() {
        expect: 'the certificate holds, and browsers are told to come by TLS'
        far('/').with { status == 303 && headers.location == '/sign-in?next=%2F' && headers['strict-transport-security'] == 'max-age=31536000' }
        far('/sign-in').with { status == 200 && !body.contains('href="/runs"') }
        far('/api/v1/runs').status == 401
        far('/api/v1/health').body.contains('"problems":[]')
        far('/api/v1/runs', "-H 'Authorization: Bearer $token'").status == 200

        and: 'nobody passes for this machine'
        far('/runs', "-H 'X-Forwarded-For: 127.0.0.1' -H 'Host: localhost:$port'").status == 303
        far('/', "-H 'Host: evil.example.org'").status == 421
        far('/setup').status == 200
        far('/setup', "-d 'code=AAAA-AAAA-AAAA-AAAA&name=eve&password=correct+horse'").status == 401

        and: 'without TLS there is nothing'
        made.curl("http://198.51.100.1:$port/", IN_NET).status == 0

        and: 'this machine reads as before'
        made.curl("--resolve localhost:$port:127.0.0.1 https://localhost:$port/runs").with { status == 200 && headers['strict-transport-security'] == null }
    }

    def 'TLS is 1.2 or 1.3 with ciphers of today: #what'() {
        when:
        String answer = made.sh("openssl s_client -connect 127.0.0.1:$port -servername steward.example.org -CAfile ca.pem $what </dev/null 2>&1; true")

        then:
        !taken || answer.contains('Verify return code: 0 (ok)')
        answer.contains('Cipher is (NONE)') != taken

        where:
        what                                              || taken
        '-tls1_3'                                         || true
        '-tls1_2'                                         || true
        '-tls1_1 -cipher DEFAULT@SECLEVEL=0'              || false
        '-tls1_2 -cipher AES128-SHA'                      || false
        '-tls1_2 -cipher AES256-GCM-SHA384'               || false
        '-tls1_2 -cipher ECDHE-RSA-AES128-SHA'            || false
    }

    def 'a browser signs in, and its session goes by TLS alone'() {
        given:
        def page = browser.page(anyCertificate: true)

        when:
        page.navigate("https://localhost:$port/sign-in")
        page.fill('input[name=token]', token)
        page.click('main button.primary')
        page.waitForURL("https://localhost:$port/")
        def cookie = page.context().cookies().find { it.name.contains('steward') }

        then:
        cookie.name == "__Host-steward_$port" as String
        cookie.secure && cookie.httpOnly
        page.textContent('header').contains('Sign out')

        when: 'a change by a form'
        page.navigate("https://localhost:$port/accounts")
        page.click('header form.who button')
        page.waitForURL("https://localhost:$port/")

        then:
        page.context().cookies().empty
        browser.complaints == []
    }

    def 'a renewed certificate is taken up while it serves'() {
        given:
        String former = serial()

        when:
        made.issue('page', 'DNS:steward.example.org,DNS:localhost,DNS:new.example.org', '-newkey ec -pkeyopt ec_paramgen_curve:P-256')

        then:
        soon.eventually { assert serial() != former }
        made.curl("--resolve new.example.org:$port:127.0.0.1 https://new.example.org:$port/sign-in").status == 200
        program.call('doctor', '--offline').text.contains('steward.example.org, localhost, new.example.org, until 20')
    }

    def 'one that cannot be used leaves the former one in use; page, API and doctor say so'() {
        given:
        String former = serial()

        when:
        Files.writeString(dir.resolve('page.key'), 'hello')

        then:
        soon.eventually { assert made.curl("--resolve localhost:$port:127.0.0.1 https://localhost:$port/api/v1/health").body.contains('the renewed certificate is not used') }
        serial() == former
        far('/api/v1/health').body.contains('"problems":[]')

        and:
        with(program.call('doctor', '--offline')) {
            exit != 0
            text.contains('page.key has no private key in PEM form')
        }

        and: 'an admin sees it, whatever the page'
        made.curl("-H 'Authorization: Bearer $token' --resolve localhost:$port:127.0.0.1 https://localhost:$port/schedules").body.contains('the renewed certificate is not used')
        !made.curl("--resolve localhost:$port:127.0.0.1 https://localhost:$port/schedules").body.contains('the renewed certificate')
    }
}
