package dev.steward.runner.config

import dev.steward.runner.config.git.GitConfig
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class GitConfigSpec extends Specification {

    static final String SSH = 'url: ssh://git@git.example.com/home/estate.git, key: k'
    static final String URL = 'url: https://git.example.com/home/estate.git'

    @TempDir Path dir

    private load(String git, String more = '') {
        new ConfigLoader([STEWARD_HOME: dir.resolve('state').toString()], dir)
                .load(Optional.of(Files.writeString(dir.resolve('steward.yml'), "git: {$git}\n$more")))
    }

    def 'the shortest section is an address, and the rest is what most mean'() {
        when:
        def git = load(URL).config().git().get()

        then:
        git.fullRef() == 'refs/heads/main'
        git.every() == Duration.ofMinutes(15)
        git.timeout() == Duration.ofMinutes(1)
        [git.path(), git.playbooks(), git.inventory()] == ['.', 'playbooks', ['inventory']]
        git.signedBy().empty
    }

    def 'playbooks and inventory are those of the revision in effect, unless the file names others'() {
        when:
        def config = load(URL, more).config()

        then:
        [config.playbooks(), *config.inventory()].collect { dir.relativize(it).toString() } == paths

        where:
        more                    || paths
        ''                      || ['state/git/current/playbooks', 'state/git/current/inventory']
        'playbooks: mine\n'     || ['mine', 'state/git/current/inventory']
        'inventory: [hosts]\n'  || ['state/git/current/playbooks', 'hosts']
    }

    def 'steward config says that they come from git'() {
        expect:
        load(URL).settings().findAll { it.name() in ['playbooks', 'inventory'] }*.origin() == ['git', 'git']
    }

    def 'the short form of an ssh address is understood'() {
        expect:
        load('url: git@git.example.com:home/estate.git, key: k, knownHosts: h').config().git().get().url() == 'ssh://git@git.example.com/home/estate.git'
    }

    def 'what would be unsafe or cannot work is refused with the next step: #git'() {
        when:
        load(git)

        then:
        ConfigRefused e = thrown()
        e.problems()*.message().any { it.contains(words) }
        e.problems().every { it.line() == 1 && it.column() > 1 }
        e.problems().every { !it.toString().contains('hunter2') }

        where:
        git                                                        || words
        'ref: main'                                                || 'git.url is missing'
        'url: file:///srv/estate.git'                              || "url is a folder of this machine; leave 'git:' out"
        'url: /srv/estate.git'                                     || 'url is a folder of this machine'
        'url: ../estate.git'                                       || 'url is a folder of this machine'
        'url: http://git.example.com/estate.git'                   || 'expected https://git.example.com'
        'url: git://git.example.com/estate.git'                    || 'expected https://git.example.com'
        "url: 'ext::sh -c id'"                                     || 'expected https://git.example.com'
        'url: https://anna:hunter2@git.example.com/estate.git'     || "url has a login in it"
        'url: https://hunter2@git.example.com/estate.git'          || "take it out and say user: and token: secret('…')"
        'url: http://anna:hunter2@git.example.com/estate.git'      || 'url has a login in it'
        'url: ssh://git:hunter2@git.example.com/estate.git'        || 'url has a login in it'
        "url: 'https://git.example.com/estate.git?token=hunter2'"  || "url has a '?' in it"
        'url: ssh://git@git.example.com/estate.git'                || 'key is missing'
        SSH                                                        || 'knownHosts is missing'
        URL + ", ref: '../main'"                                   || 'ref is'
        URL + ", ref: '-x'"                                        || 'ref is'
        URL + ', path: ../other'                                   || "path has '../other'; expected a folder inside of the repository"
        URL + ', path: /etc'                                       || "path has '/etc'"
        URL + ', playbooks: .git/hooks'                            || "playbooks has '.git/hooks'"
        URL + ', inventory: [hosts, ../../x]'                      || "inventory has '../../x'"
        URL + ', every: 5s'                                        || 'every is less than a minute'
        URL + ', timeout: 2h'                                      || 'timeout is out of its bounds'
        URL + ", signedBy: ['anna']"                               || 'signedBy has something other than a public SSH key'
        URL + ', webhook: short'                                   || 'webhook is shorter than 16 characters'
        URL + ', every: 1h, submodules: true'                      || "unknown key 'submodules' in git"
    }

    def 'its secrets are looked up where all are, and masked'() {
        given:
        def loaded = load(URL + ''', token: "secret('git')", webhook: "secret('hook/of-git')"''', 'secrets: {file: secrets}\n')
        Files.writeString(dir.resolve('secrets'), 'git: from-the-secrets-file\nhook/of-git: and-this-one-is-the-hook\n')
        dir.resolve('secrets').toFile().setReadable(false, false)
        dir.resolve('secrets').toFile().setReadable(true, true)

        when:
        def config = ConfigSecrets.resolved(loaded, FileSecrets.open(loaded.config().secrets(), [:]))

        then:
        config.git().get().token().get().reveal() == 'from-the-secrets-file'
        config.kept()*.reveal().containsAll(['from-the-secrets-file', 'and-this-one-is-the-hook'])
        config.playbooks().endsWith('git/current/playbooks')
    }
}
