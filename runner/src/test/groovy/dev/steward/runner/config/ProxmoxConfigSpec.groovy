package dev.steward.runner.config

import dev.steward.house.Row
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ProxmoxConfigSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String home) {
        Files.writeString(dir.resolve('steward.yml'), 'proxmox:\n  home:\n' + home.stripIndent().indent(4))
        new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
    }

    private List<String> problems(String home) {
        try {
            load(home)
            []
        } catch (ConfigRefused e) {
            e.problems()*.toString()*.replace(dir.toString() + '/', '')
        }
    }

    def 'every key of a cluster arrives'() {
        when:
        def loaded = load('''\
            endpoints: [https://pve1.example.com:8006, https://pve2.example.com:8006]
            token: root@pam!steward=5e55a6e0-1111
            tls: {ca: pve-root-ca.pem}
            limits: {connect: 5s, call: 20s, calls: 2, action: 3m}
            ''')
        def home = loaded.config().proxmox().home

        then:
        home.endpoints() == ['https://pve1.example.com:8006', 'https://pve2.example.com:8006']
        home.token().get() == new Secret('root@pam!steward=5e55a6e0-1111')
        home.tls() == new ProxmoxTls(Optional.of(dir.resolve('pve-root-ca.pem')), [], true)
        home.limits() == new ProxmoxLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 2, Duration.ofMinutes(3))
        loaded.settings().find { it.name() == 'proxmox.home.limits.calls' }.value() == '2'
        loaded.settings().find { it.name() == 'proxmox.home.token' }.value() == '***'
    }

    def 'other names of guests and nodes are kept in lower case'() {
        expect:
        load('endpoints: [pve1]\ntoken: a@pam!c=d\naliases: {Shop: 101, www.example.com: lxc/102, nas: docker-1, big: node/pve2}\n')
                .config().proxmox().home.otherNames() == [shop: '101', 'www.example.com': 'lxc/102', nas: 'docker-1', big: 'node/pve2']
    }

    def 'a name that could be taken for something else is refused: #yaml'() {
        expect:
        problems("endpoints: [pve1]\ntoken: a@pam!c=d\naliases: $yaml\n").any { it.startsWith('steward.yml:5:14: ') && it.contains(said) }

        where:
        yaml                     || said
        '{101: web-1}'           || "the name '101'; expected letters with digits"
        '{lxc/101: web-1}'       || "the name 'lxc/101'"
        '{192.0.2.1: web-1}'     || "the name '192.0.2.1'"
        '{shop: }'               || 'has shop: null; expected the id or name'
        '{shop: a/b}'            || 'has shop: a/b; expected the id or name'
        '{shop: 101, SHOP: 102}' || "has 'SHOP' twice"
    }

    @Row('X-07')
    def 'the limits are 10 s, 30 s, 4 calls and 120 s where nothing is said'() {
        expect:
        with(load('endpoints: [pve1]\ntoken: a@pam!c=d\n').config().proxmox().home) {
            limits() == new ProxmoxLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 4, Duration.ofSeconds(120))
            tls() == ProxmoxTls.DEFAULT
            realm() == 'pam'
        }
    }

    @Row('X-01')
    def 'an endpoint may be written as "#text"'() {
        expect:
        load("endpoints: '$text'\ntoken: a@pam!c=d\n").config().proxmox().home.endpoints() == [kept]

        where:
        text                                    || kept
        'https://pve1.example.com:8006'         || 'https://pve1.example.com:8006'
        'https://pve1.example.com:8006/'        || 'https://pve1.example.com:8006'
        'https://pve1.example.com:8006/api2/json' || 'https://pve1.example.com:8006'
        'https://pve1.example.com:8006/api2/json/' || 'https://pve1.example.com:8006'
        'https://proxy.example.com'             || 'https://proxy.example.com'
        'https://[fd00::1]:8006'                || 'https://[fd00::1]:8006'
        'pve1.example.com'                      || 'https://pve1.example.com:8006'
        '10.0.0.5:8443'                         || 'https://10.0.0.5:8443'
    }

    @Row('X-01')
    def 'endpoints are refused: #yaml'() {
        expect:
        problems("$yaml\n").any { it.startsWith('steward.yml:') && it.contains(said) }

        where:
        yaml                                     || said
        'token: a@b!c=d'                         || 'endpoints is missing'
        'endpoints: []'                          || 'endpoints is empty'
        'endpoints: [http://pve1:8006]'          || 'write https:// instead of http://'
        'endpoints: [https://pve1:8006/pve]'     || "'https://pve1:8006/pve', which is no address of a node"
        'endpoints: ["https://a b:8006"]'        || 'no address of a node'
        'endpoints: [https://root:x@pve1:8006]'  || 'no address of a node'
        'endpoints: [ftp://pve1]'                || 'no address of a node'
    }

    @Row('X-02')
    def 'more than one way to sign in is refused: #yaml'() {
        expect:
        problems("endpoints: [pve1]\n$yaml\n").any { it.contains(said) }
        problems("endpoints: [pve1]\n$yaml\n").every { !it.contains('s3cret') }

        where:
        yaml                                                    || said
        'token: a@pam!c=s3cret\nuser: root\npassword: s3cret'   || 'steward.yml:5:11: user is given beside a token'
        'tokenId: a@pam!c\ntokenSecret: s3cret\nuser: root\npassword: s3cret' || 'user is given beside a token; give one way to sign in'
        'token: a@pam!c=s3cret\npassword: s3cret'               || 'password is given beside a token'
        'token: a@pam!c=s3cret\ntokenId: a@pam!c'               || 'token is given beside tokenId or tokenSecret'
        'token: s3cret'                                         || 'token is not of the form USER@REALM!TOKENID=SECRET'
        'tokenId: root'                                         || 'tokenId is not of the form USER@REALM!TOKENID'
    }

    @Row('X-02')
    def 'one complete way to sign in is required: "#yaml"'() {
        expect:
        problems("endpoints: [pve1]\n$yaml\n").any { it.contains(said) }

        where:
        yaml                 || said
        ''                   || 'token is missing; give token: USER@REALM!TOKENID=SECRET, tokenId with tokenSecret, or user with password'
        'tokenId: a@pam!c'   || 'tokenId is given without tokenSecret'
        'tokenSecret: x'     || 'tokenSecret is given without tokenId'
        'user: root'         || 'user is given without password'
        'password: x'        || 'password is given without user'
    }

    def 'a secret may be a reference, which is looked up, and checked as if it stood there'() {
        given:
        def loaded = load('endpoints: [pve1]\ntoken: secret("proxmox/home")\n')
        Closure<StewardConfig> resolved = { String text ->
            ConfigSecrets.resolved(loaded, { path -> text && path == "proxmox/home" ? Optional.of(new Secret(text)) : Optional.empty() } as Secrets)
        }

        expect:
        resolved('a@pam!c=s3cret').proxmox().home.token().get().reveal() == 'a@pam!c=s3cret'

        when:
        resolved(value)

        then:
        def e = thrown(ConfigRefused)
        e.problems()[0].toString().contains(said)
        !e.problems().toString().contains('s3cret')

        where:
        value    || said
        null     || "steward.yml:4:12: proxmox.home.token: there is no secret 'proxmox/home'"
        's3cret' || 'proxmox.home: token is not of the form'
    }

    def 'TLS is refused where it says nothing clear: #yaml'() {
        expect:
        problems("endpoints: [pve1]\ntoken: a@pam!c=d\ntls: $yaml\n").any { it.contains(said) }

        where:
        yaml                                          || said
        "{fingerprint: 'AB:CD'}"                      || 'fingerprint is not a SHA-256'
        "{verify: false, ca: x.pem}"                  || 'verify is false, but'
        "{ca: x.pem, fingerprint: '${'AB' * 32}'}"    || 'fingerprint is given beside ca'
        "{verify: no}"                                || 'expected true or false'
        "{insecure: true}"                            || "unknown key 'insecure' in proxmox.home.tls"
    }

    def 'a fingerprint is kept as PVE shows it'() {
        expect:
        load("endpoints: [pve1]\ntoken: a@pam!c=d\ntls: {fingerprint: ['$text']}\n").config().proxmox().home.tls().fingerprint() == [(['AB'] * 32).join(':')]

        where:
        text << ['ab' * 32, (['AB'] * 32).join(':'), 'SHA256:' + 'ab' * 32]
    }

    @Row('X-03')
    def 'no secret is in the settings, nor in the configuration as text; all are known to the masker'() {
        when:
        def loaded = load('endpoints: [pve1]\ntoken: a@pam!c=s3cret\n')

        then:
        !loaded.toString().contains('s3cret')
        loaded.config().proxmox().home.secrets()*.reveal() == ['a@pam!c=s3cret', 's3cret']
    }
}
