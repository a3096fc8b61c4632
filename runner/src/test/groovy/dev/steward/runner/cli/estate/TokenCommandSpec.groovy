package dev.steward.runner.cli.estate

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.secret.TokenText
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward token}. */
class TokenCommandSpec extends Specification {

    @TempDir Path folder
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() { Files.writeString(folder.resolve('steward.yml'), 'stateDir: state\n') }

    private int token(String... words) {
        out.reset()
        err.reset()
        def time = new SystemTime()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([:], folder, time, 'spec', {})
        def bench = new Bench(screen, desks, [:], folder, 'anna')
        new Commands(bench, desks, { throw new IllegalStateException() }).with('token', { new TokenCommand(bench) })
                .execute((['token'] + words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    private kept() {
        def dir = (StateDir.open(folder.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def store = Store.open(dir, new SystemTime())
        try {
            store.tokens().all()
        } finally {
            store.close()
            dir.close()
        }
    }

    def 'a token for an agent is shown once, listed without its text, and revoked'() {
        expect: 'made'
        token('create', 'agent-pve1', '--scope', 'ingest', '--cluster', 'home', '--node', 'pve1') == 0
        def text = (out as String).readLines()[0]
        text ==~ /stw_[\w-]{43}/
        (out as String).contains('It tells of node pve1 of cluster home, and opens nothing else.')

        and: 'only its hash is kept'
        kept()*.with { [it.name(), it.hash(), it.scope(), it.cluster(), it.node()] } == [['agent-pve1', TokenText.hash(text), 'ingest', 'home', 'pve1']]

        and: 'listed'
        token('list') == 0
        (out as String).contains('agent-pve1')
        (out as String).contains('node pve1 of home')
        !(out as String).contains(text)
        token('list', '--json') == 0
        new ObjectMapper().readValue(out.toByteArray(), List)*.node == ['pve1']

        and: 'revoked'
        token('revoke', 'agent-pve1') == 0
        kept() == []
    }

    def 'a token of scope power is bound to nothing, and says what it steers'() {
        expect:
        token('create', 'ups-bot', '--scope', 'power') == 0
        (out as String).contains('by /api/v1/power, and changes nothing else')
        kept()*.with { [it.name(), it.scope(), it.cluster(), it.node()] } == [['ups-bot', 'power', '', '']]
        token('create', 'other', '--scope', 'power', '--node', 'pve1') == 5
        token('create', 'other', '--scope', 'ingest', '--node', 'pve1') == 5
        kept()*.name() == ['ups-bot']
    }

    def 'a token for scripts says what it begins and when it ends'() {
        expect:
        token('create', 'backup', '--scope', 'operate', '--playbooks', 'backup,update-*', '--expires', '90d') == 0
        (out as String).contains('It begins, ends and steers runs, schedules, updates and guests.')
        (out as String).contains('Of playbooks, it begins backup, update-* and no other.')
        (out as String) =~ /It ends 20\d\d-\S+Z\./
        token('list') == 0
        (out as String) =~ /backup +operate +never +20\d\d-\S+Z +playbooks backup, update-\*/
        token('create', 'agent', '--scope', 'agent', '--cluster', 'home', '--node', 'pve1') == 0
        kept()*.scope() == ['ingest', 'operate']
    }

    def 'what cannot be made is refused: #words'() {
        given:
        token('create', 'there', '--scope', 'ingest', '--cluster', 'home', '--node', 'pve1')

        expect:
        token(*words) != 0
        (err as String).contains(said)
        kept()*.name() == ['there']

        where:
        words                                                                         | said
        ['create', 'there', '--scope', 'ingest', '--cluster', 'a', '--node', 'b']     | "There is a token 'there' already"
        ['create', 'admin', '--scope', 'ingest', '--cluster', 'a', '--node', 'b']     | "'admin' is no name of a token"
        ['create', 'x y', '--scope', 'ingest', '--cluster', 'a', '--node', 'b']       | "'x y' is no name of a token"
        ['create', 'x', '--scope', 'ingest', '--cluster', 'a', '--node', 'b/c']       | "'b/c' is no name of a node"
        ['create', 'x', '--scope', 'ingest', '--cluster', 'a']                        | '--node'
        ['create', 'x', '--scope', 'admin', '--cluster', 'a', '--node', 'b']          | 'admin'
        ['revoke', 'x']                                                               | "There is no token 'x'; there are there"
    }
}
