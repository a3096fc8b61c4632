package dev.steward.runner.inventory

import dev.steward.dsl.plan.Play
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What the golden tables cannot say: where this language is narrower than Ansible's. A limit never widens. */
class HostPatternSpec extends Specification {

    @TempDir Path dir

    Inventory inventory() {
        Corpus.of(dir, ['hosts.yml': '''\
            all:
              children:
                web: {hosts: {web01: , web02: , web03: }}
                db: {hosts: {db01: }}
                empty:
            '''])
    }

    def 'a limit #limit on web leaves #names'() {
        expect:
        inventory().limit('web', limit).names() == names

        where:
        limit           || names
        'web02'         || ['web02']
        'web03,web01'   || ['web01', 'web03']
        'all:!web02'    || ['web01', 'web03']
        '!web02'        || ['web01', 'web03']
        'db'            || []
        'web[0:1]'      || ['web01', 'web02']
        ' web01 , db01' || ['web01']
        '~web0[12]'     || ['web01', 'web02']
    }

    def 'a limit #limit is refused: #message'() {
        when:
        inventory().limit('all', limit)

        then:
        def e = thrown(InventoryException)
        e.message.contains(message)

        where:
        limit        || message
        'web01,wbe02' || "--limit:1:7: no host or group matches 'wbe02'; did you mean 'web02'?"
        'all:!wbe02'  || "--limit:1:5: no host or group matches 'wbe02'; did you mean 'web02'?"
        'all,&dbs'    || "no host or group matches 'dbs'; did you mean 'db'?"
        'web9*'       || "no host or group matches 'web9*'"
        'nope:nada'   || "matches 'nada'"
        ''            || "names no host"
        ' , '         || "names no host"
        'web01:!'     || "'!' needs a name after its sign"
        'empty'       || "the limit 'empty' leaves no host"
        'web:!web'    || 'leaves no host'
        'web[7]'      || "'web[7]' asks for host 7, but 'web' has only 3"
        'web[:1]'     || "--limit:1:1: 'web[:1]' is read in two ways: Ansible's documentation takes it for the hosts 0 to 1, ansible-core for a name; write 'web[0:1]' for the hosts 0 to 1"
        'all,!all[:0]' || "--limit:1:5: 'all[:0]' is read in two ways"
        'web[2:1]'    || "the limit 'web[2:1]' leaves no host"
        'web[3:]'     || "the limit 'web[3:]' leaves no host"
        'web[-1:]'    || "no host or group matches 'web[-1:]'"
        'web['        || '--limit:1:4: \'web[\' has a bracket without its partner'
        'web]'        || 'has a bracket without its partner'
        '~web['       || 'has a bracket without its partner'
        '~(web,db'    || 'is no regular expression'
        '@nosuch'     || "the limit file 'nosuch' cannot be read"
    }

    def 'a limit file has one term a line'() {
        given:
        Path file = Files.writeString(dir.resolve('retry'), 'web03\n\n  db01 \r\n')

        expect:
        inventory().limit('all', "@$file").names() == ['web03', 'db01']
        inventory().limit('all', "web01,@$file").names() == ['web01', 'web03', 'db01']
    }

    def 'a limit file #text is refused with its line'() {
        given:
        Path file = Files.writeString(dir.resolve('retry'), text)

        when:
        inventory().limit('all', "@$file")

        then:
        def e = thrown(InventoryException)
        e.message.startsWith("$file:$line:1: $message")

        where:
        text            || line | message
        ''              || 1    | 'the limit file names no host'
        '\n \n'         || 1    | 'the limit file names no host'
        'web01\nwbe02\n' || 2   | "no host or group matches 'wbe02'"
    }

    def 'an unknown term of a play is a warning and matches nobody'() {
        when:
        def selection = inventory().select('web:dbx')

        then:
        selection.names() == ['web01', 'web02', 'web03']
        selection.warnings()*.toString() == ["hosts:1:5: no host or group matches 'dbx', it is ignored; did you mean 'db'?"]
    }

    def 'names of a limit come in its own order'() {
        expect:
        new InventoryListing(inventory()).hosts('web03:web:!web02') == 'web03\nweb01'
        new InventoryListing(inventory()).hosts('db,web03,web') == 'db01\nweb03\nweb01\nweb02'
    }

    def 'the implicit localhost exists where it is named alone'() {
        expect:
        inventory().select('localhost').names() == ['localhost']
        inventory().select('all').names().every { it != 'localhost' }
        inventory().limit('localhost', 'localhost').names() == ['localhost']
        inventory().host('localhost').get().vars().ansible_connection == 'local'
        inventory().host('web99').empty
    }

    def 'hosts go in the order #order'() {
        expect:
        inventory().select('web03,db,web').ordered(order, new Random(7)).names() == names

        where:
        order                        || names
        Play.Order.INVENTORY         || ['web03', 'db01', 'web01', 'web02']
        Play.Order.REVERSE_INVENTORY || ['web02', 'web01', 'db01', 'web03']
        Play.Order.SORTED            || ['db01', 'web01', 'web02', 'web03']
        Play.Order.REVERSE_SORTED    || ['web03', 'web02', 'web01', 'db01']
    }

    def 'shuffling keeps every host'() {
        expect:
        inventory().select('all').ordered(Play.Order.SHUFFLE, new Random(7)).names().toSorted() == ['db01', 'web01', 'web02', 'web03']
    }

    def 'a name with a port counts as that name and port, not as two terms'() {
        expect:
        inventory().select('web01:80').names() == []
        inventory().select('web01:db').names() == ['web01', 'db01']
    }
}
