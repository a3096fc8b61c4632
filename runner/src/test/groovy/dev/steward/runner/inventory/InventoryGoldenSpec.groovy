package dev.steward.runner.inventory

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

/** Every inventory of the corpus prints what Ansible prints of it, byte for byte. */
class InventoryGoldenSpec extends Specification {

    def 'the corpus has at least forty inventories'() {
        expect:
        Corpus.cases().size() >= 40
    }

    def '#dir.fileName lists as ansible-inventory --list'() {
        expect:
        new InventoryListing(Corpus.load(dir)).list() + '\n' == Files.readString(dir.resolve('golden/list.json'))

        where:
        dir << Corpus.cases()
    }

    def '#dir.fileName draws as ansible-inventory --graph'() {
        given:
        def listing = new InventoryListing(Corpus.load(dir))
        Path vars = dir.resolve('golden/vars.txt')

        expect:
        listing.graph('all', false) + '\n' == Files.readString(dir.resolve('golden/graph.txt'))
        !Files.exists(vars) || listing.graph('all', true) + '\n' == Files.readString(vars)

        where:
        dir << Corpus.cases()
    }

    def '#dir.fileName names hosts for patterns as ansible --list-hosts'() {
        given:
        Inventory inventory = Corpus.load(dir)

        expect:
        Corpus.table(inventory, Files.readAllLines(dir.resolve('patterns'))) == Files.readAllLines(dir.resolve('golden/hosts.tsv'))

        where:
        dir << Corpus.cases().findAll { Files.exists(it.resolve('patterns')) }
    }

    def '#dir.fileName shows one host as ansible-inventory --host'() {
        given:
        String pattern = Files.readAllLines(dir.resolve('patterns'))[0]

        expect:
        new InventoryListing(Corpus.load(dir)).host(pattern) + '\n' == Files.readString(dir.resolve('golden/host.json'))

        where:
        dir << Corpus.cases().findAll { Files.exists(it.resolve('golden/host.json')) }
    }
}
