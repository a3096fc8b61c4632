package dev.steward.runner.engine.value

import dev.steward.dsl.catalog.ModuleSchema
import dev.steward.dsl.catalog.Param
import dev.steward.dsl.plan.Code
import dev.steward.dsl.plan.Condition
import dev.steward.dsl.plan.Expression
import dev.steward.dsl.plan.ModuleCall
import dev.steward.dsl.plan.Scope
import dev.steward.dsl.plan.SecretRef
import dev.steward.dsl.plan.SourceRef
import dev.steward.dsl.plan.Text
import dev.steward.runner.module.Checked
import dev.steward.runner.module.ShellText
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import dev.steward.runner.secret.TextMasker
import spock.lang.Specification
import spock.lang.TempDir

class ArgumentsSpec extends Specification {

    static final AT = new SourceRef('p.groovy', 3, 9)

    TextMasker masker = new TextMasker()
    Secrets secrets = { path -> path == 'db/root' ? Optional.of(new Secret("s3cr't")) : Optional.empty() } as Secrets
    Evaluation evaluation = new Evaluation(new SecretSource(secrets, masker))
    Map names = [host: 'pve\'1', list: ['a b', 'c'], nothing: null, pw: new Secret('host-pw')]
    Scope scope = { name -> names[name] } as Scope
    @TempDir File dir

    static Expression expression(String name) {
        new Expression(name, AT, { Scope s -> s.get(name) } as Code)
    }

    Map arguments(Map planned) {
        Arguments.of(new ModuleCall('m', planned, AT), new ModuleSchema('m', '', [
                new Param('line', Param.Type.SHELL, false, [], ''), new Param('that', Param.Type.CONDITIONS, false, [], '')], Optional.empty(), true, []),
                scope, evaluation)
    }

    def 'a shell line quotes #what'() {
        expect:
        arguments(line: new Text(parts)).line == new ShellText(script, env)

        where:
        what                 | parts                                                        || script                | env
        'a value'            | [new Text.Literal('echo '), new Text.Value("a'b")]           || "echo 'a'\\''b'"      | [:]
        'a run-time value'   | [new Text.Literal('echo '), new Text.Deferred(expression('host'))] || "echo 'pve'\\''1'" | [:]
        'each of a list'     | [new Text.Literal('rm '), new Text.Deferred(expression('list'))] || "rm 'a b' 'c'"     | [:]
        'nothing that is raw' | [new Text.Literal('ls '), new Text.Raw('*.txt')]            || 'ls *.txt'            | [:]
        'a secret, by name'  | [new Text.Literal('login '), new Text.Secret(new SecretRef('db/root', AT)), new Text.Literal(' '), new Text.Deferred(expression('pw'))] || 'login "$STEWARD_SECRET_1" "$STEWARD_SECRET_2"' | [STEWARD_SECRET_1: new Secret("s3cr't"), STEWARD_SECRET_2: new Secret('host-pw')]
    }

    def 'a real shell reads every nasty value as the one word it is'() {
        given:
        ShellText line = arguments(line: new Text([new Text.Literal('printf %s '), new Text.Value(value)])).line

        when:
        Process shell = new ProcessBuilder('sh', '-c', line.script()).directory(dir).start()

        then:
        shell.inputStream.getText('UTF-8') == value
        dir.list() as List == []

        where:
        value << ["'", "''", '"', '$HOME', '`touch x`', '$(touch x)', '; touch x', '\\', '\n', 'a\nb', '*', '~', '-n', '&& touch x', '!!', "\\'", 'ü€', '']
    }

    def 'a secret is known to the masker before its argument is handed out, also within a text'() {
        when:
        Map args = arguments(password: new SecretRef('db/root', AT), header: new Text([new Text.Literal('Bearer '), new Text.Secret(new SecretRef('db/root', AT))]),
                deep: [[x: expression('pw')]])

        then:
        args.password == new Secret("s3cr't")
        args.header == new Secret("Bearer s3cr't")
        args.deep == [[x: new Secret('host-pw')]]
        masker.mask("s3cr't and host-pw") == '*** and ***'
    }

    def 'conditions are answered, and keep their words'() {
        expect:
        arguments(that: [new Condition('a', AT, { true } as Code), new Condition('b', AT, { [] } as Code)]).that ==
                [new Checked('a', true), new Checked('b', false)]
    }

    def 'what has no value on this host, or no such secret, is refused with its place'() {
        when:
        arguments(planned)

        then:
        def e = thrown(EvaluationException)
        e.message == message

        where:
        planned                                                                      || message
        [line: new Text([new Text.Literal('rm -rf /x/'), new Text.Deferred(expression('nothing'))])] || "p.groovy:3:9: 'nothing' has no value on this host"
        [path: new Text([new Text.Deferred(expression('nothing'))])]                 || "p.groovy:3:9: 'nothing' has no value on this host"
        [x: new SecretRef('db/rot', AT)]                                             || "p.groovy:3:9: there is no secret 'db/rot'; add it to the secret store"
        [line: new Text([new Text.Raw(expression('pw'))])]                           || "a secret cannot be raw: it would stand in the shell's own text"
    }
}
