package dev.steward.runner.inventory

import dev.steward.house.Row
import dev.steward.house.Tries
import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import java.util.regex.PatternSyntaxException
import spock.lang.Specification
import spock.lang.TempDir

/** Whatever somebody writes as hosts or limit: it is refused, or means what a few plain lines make of it. It never means more. */
class HostilePatternSpec extends Specification {

    private static final List<String> PIECES = [':', ',', '!', '&', '~', '*', '?', '[', ']', '[0]', '[-1]', '[1:]', '[:1]', '[0-1]', '[a-z]', '[!a]', '.', '(', ')', '|', '\\', '^', '$',
                                                'all', 'web', 'ungrouped', '\u0000', '\u200b', '\u202e', '\u00a0', '\n', '\t', ' ', '@', '{', '}', '%', 'ä', '💥', '[99999999999]', '[2:1]', '::1']

    @TempDir Path dir

    @Row('S-09')
    def 'a damaged pattern is refused, or stands for the very hosts its terms stand for; a limit never lets more through'() {
        given:
        def estates = (1..6).collect { estate(new Random(it)) }
        int refused = 0
        int kept = 0

        when:
        Tries.of(3000) { Random random ->
            def inventory = estates[random.nextInt(6)]
            String play = random.nextBoolean() ? 'all' : pattern(inventory, random)
            String text = Tries.damaged(pattern(inventory, random), random, PIECES)
            Set<String> whole = ask { inventory.select(play).names() } ?: []
            Set<String> meant = new PlainPattern(inventory).hosts(text)
            Set<String> selected = ask { inventory.select(text).names() }
            Set<String> limited = text.startsWith('@') ? null : ask { inventory.limit(play, text).names() }
            assert selected == null || selected == meant: "hosts $text"
            assert limited == null || (limited == whole.intersect(meant) as Set && meant): "limit $text on $play"
            assert limited == null || (inventory.namesOf(text) as Set) == meant: "list of $text"
            limited == null ? refused++ : kept++
        }

        then: 'and both happen often enough to mean something'
        System.getProperty('steward.seed') || (refused > 300 && kept > 300)
    }

    @Row('S-09')
    def 'what is long, deep or evil ends soon: #what'() {
        given:
        def inventory = Corpus.of(dir, ['hosts.yml': "all: {children: {web: {hosts: {web01: , web02: , ${'a' * 60}: }}}}"])

        expect:
        Tries.within(what) {
            [{ inventory.limit('all', text) }, { inventory.select(text) }, { inventory.namesOf(text) }].every { asked ->
                try {
                    asked().with { it instanceof List ? it : it.names() }.size() <= most
                } catch (InventoryException e) {
                    e.problems()*.message().every { it && it.length() < 2 * text.length() + 200 }
                }
            }
        }

        where:
        what                          | text                           || most
        'one long name'               | 'web' * 50_000                 || 0
        'a long name after a sign'    | 'all:!' + 'x' * 100_000        || 3
        'many colons'                 | ':' * 100_000                  || 0
        'many terms'                  | 'web01:' * 20_000              || 1
        'many brackets'               | '[a]' * 50_000                 || 0
        'open brackets'               | '[' * 50_000                   || 0
        'many stars'                  | '*a' * 20_000 + 'b'            || 0
        'a regex that goes back'      | '~(a+)+b'                      || 0
        'a regex of many choices'     | '~(a|a?)+b'                    || 0
        'a regex that never ends'     | '~(a+a+)+b|(a|aa)+c'           || 0
        'a regex that looks back'     | '~(a+|b)(\\1|a)+(a+a+)+c'      || 0
        'a regex nested deep'         | '~' + '(' * 20_000 + ')' * 20_000 || 3
        'a regex of many groups'      | '~(?:a|b|(c|d)*)*z' + '?' * 9  || 3
        'a repeat of repeats'         | '~(((a{1,900}){1,900}){1,900})b' || 0
        'a huge repeat'               | '~a{2147483647}'               || 0
        'a huge number'               | 'web[' + '9' * 50_000 + ']'    || 0
    }

    @Row('S-09')
    def 'a regex of which Python and Java think otherwise is refused, so that no limit lets more through: #text'() {
        given:
        def inventory = Corpus.of(dir, ['hosts.yml': 'all: {hosts: {web1: , web2: , "web]": }}'])

        when:
        inventory.limit('all', text)

        then:
        def refused = thrown(InventoryException)
        refused.problems()[0].message().contains('which is read in two ways')
        refused.problems()[0].at().line() == 1

        where:
        text << ['all,!~web[0-9&&]', 'all,!~web[1[2]]', 'all,!~web[^a[]', '&~web[]&&1],all', '~[^][],web1']
    }

    @Row('S-09')
    def 'a regex with such signs escaped, or outside of a set, is read: #text'() {
        expect:
        Corpus.of(dir, ['hosts.yml': 'all: {hosts: {web1: , web2: , "web]": }}']).limit('all', text).names() == names

        where:
        text             || names
        '~web[\\[1],'     || ['web1']
        '~web[]],'       || ['web]']
        '~web[^]1],'     || ['web2']
        '~web(&&)?[12],' || ['web1', 'web2']
        '~web\\][&]?,'    || ['web]']
        '~[w][e]b[&2],'  || ['web2']
    }

    @Row('S-09')
    def 'a limit file that is none is refused: #file'() {
        given:
        Files.write(dir.resolve('bytes'), [0xff, 0xfe, 0x00] as byte[])
        def inventory = Corpus.of(dir, ['hosts.yml': 'all: {hosts: {web01: }}'])

        when:
        Tries.within(file) { inventory.limit('all', '@' + file.replace('DIR', dir.toString())) }

        then:
        def e = thrown(AssertionError)
        e.cause instanceof InventoryException
        e.cause.message =~ /cannot be read|names no host|is too long/

        where:
        file << ['DIR', 'DIR/bytes', 'DIR/none', '', '/dev/zero', '/dev/null', '\u0000', 'x' * 5000, '~nobody/x']
    }

    private static Set<String> ask(Closure<List<String>> names) {
        try {
            return names() as Set
        } catch (InventoryException e) {
            assert e.problems() && e.problems().every { it.message() && it.at() }
            return null
        }
    }

    private Inventory estate(Random random) {
        List<String> groups = ['web', 'db', 'web-old', 'a.b', 'empty', 'edge'].take(2 + random.nextInt(5))
        def hosts = (1..(1 + random.nextInt(12))).collect { ['web', 'db', 'x', 'edge', '10.0.0.', 'h.example.'][random.nextInt(6)] + it }
        def text = new StringBuilder('all:\n  hosts:\n')
        hosts.each { text << "    $it:\n" }
        text << '  children:\n'
        groups.each { group ->
            text << "    $group:\n"
            def members = group == 'empty' ? [] : hosts.findAll { random.nextInt(3) == 0 }
            members && text << '      hosts: {' + members.collect { "$it: " }.join(', ') + '}\n'
        }
        Path folder = Files.createDirectories(dir.resolve("estate-${random.nextInt()}"))
        Corpus.of(folder, ['hosts.yml': text.toString()])
    }

    private static String pattern(Inventory inventory, Random random) {
        def names = inventory.hostNames() + (inventory.memberships().keySet() as List)
        String between = random.nextBoolean() ? ':' : ','
        (0..random.nextInt(4)).collect {
            String name = names[random.nextInt(names.size())]
            String shape = [name, name, name, name.take(2) + '*', '~' + name.take(3), name + '[0]', name + '[-1]', name + '[0:1]', name + '[1:]', '*', '?' + name.drop(1)][random.nextInt(11)]
            (it ? ['', '', '!', '&'][random.nextInt(4)] : '') + shape
        }.join(between)
    }

    /** The language in plain words, without care for speed or messages; what it cannot read means nothing. */
    private static class PlainPattern {

        final Inventory inventory

        PlainPattern(Inventory inventory) {
            this.inventory = inventory
        }

        Set<String> hosts(String text) {
            def terms = terms(text)
            def plain = terms.findAll { !(it[0] in ['!', '&']) }
            Set<String> all = plain ? plain.collectMany { named(it) } as LinkedHashSet : inventory.hostNames() as LinkedHashSet
            terms.findAll { it[0] == '&' }.each { all.retainAll(named(it.substring(1), it)) }
            terms.findAll { it[0] == '!' }.each { all.removeAll(named(it.substring(1), it)) }
            all
        }

        private static List<String> terms(String text) {
            List<String> parts = text.contains(',') ? text.split(',', -1) as List : Address.of(text).present ? [text] : atColons(text)
            parts*.strip().findAll()
        }

        private static List<String> atColons(String text) {
            def out = ['']
            int depth = 0
            text.each { c ->
                depth += c == '[' ? 1 : 0
                if (!depth && c ==~ /[\s:]/) {
                    out << ''
                } else {
                    out[-1] += c
                }
                depth = c == ']' ? 0 : depth
            }
            out
        }

        private List<String> named(String term, String whole = term) {
            if (inventory.hostNames().contains(whole)) {
                return [whole]
            }
            def slice = term.startsWith('~') ? null : term =~ /(?s)^(.+)\[(-?[0-9]+|[0-9]+[:-][0-9]*)\]$/
            boolean sliced = slice
            String name = sliced ? slice.group(1) : term
            def found = found(name)
            sliced ? part(found, slice.group(2)) : found
        }

        private static List<String> part(List<String> found, String range) {
            if (!found) {
                return []
            }
            if (range ==~ /-?[0-9]+/) {
                BigInteger at = new BigInteger(range)
                at = at.signum() < 0 ? at + found.size() : at
                return at.signum() >= 0 && at < found.size() ? [found[at.intValue()]] : []
            }
            def (String a, String b) = range.split('[:-]', -1) as List
            BigInteger from = new BigInteger(a)
            BigInteger to = b ? new BigInteger(b) : found.size() - 1G
            to = b && to == 0G ? from : to
            (0..<found.size()).findAll { it >= from && it <= to }.collect { found[it] }
        }

        private List<String> found(String name) {
            boolean wide = name.startsWith('~') || name.find(/[?*\[]/)
            Pattern regex
            try {
                regex = name.startsWith('~') ? Pattern.compile(name.substring(1), Pattern.UNICODE_CHARACTER_CLASS) : wide ? glob(name) : Pattern.compile(Pattern.quote(name))
            } catch (PatternSyntaxException e) {
                return []
            }
            def fits = { String one -> regex.matcher(one).with { name.startsWith('~') ? it.lookingAt() : it.matches() } }
            def groups = inventory.memberships().findAll { fits(it.key) }
            def hosts = !groups || wide || name.contains('.') ? inventory.hostNames().findAll { fits(it) } : []
            def all = groups.values().flatten() + hosts
            all ?: name in ['localhost', '127.0.0.1', '::1'] ? (all ?: [name]) : []
        }

        private static Pattern glob(String text) {
            def out = new StringBuilder()
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i)
                int first = i + 1 < text.length() && text.charAt(i + 1) == '!' as char ? i + 2 : i + 1
                int end = c == '[' as char ? text.indexOf(']', first + 1) : -1
                if (end > 0) {
                    String set = text.substring(first, end)
                    out << alternatives(set, first == i + 2)
                    i = end
                } else {
                    out << (c == '*' as char ? '.*' : c == '?' as char ? '.' : Pattern.quote(c as String))
                }
            }
            Pattern.compile("(?s)$out")
        }

        /** Each member alone, so that no sign of a regex's own sets means anything. */
        private static String alternatives(String set, boolean not) {
            def members = []
            for (int i = 0; i < set.length(); i++) {
                boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-' as char
                int low = set.charAt(i)
                int high = range ? set.charAt(i + 2) : low
                low <= high && members << String.format('\\x{%x}-\\x{%x}', low, high)
                i += range ? 2 : 0
            }
            members ? "[${not ? '^' : ''}${members.join('')}]" : not ? '.' : '(?!)'
        }
    }
}
