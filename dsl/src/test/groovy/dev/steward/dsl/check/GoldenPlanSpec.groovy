package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.render.PlanText
import dev.steward.dsl.render.PlanTree
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

/** Pairs of a script and its plan. {@code mvn verify -pl dsl -Dtest=GoldenPlanSpec -DupdateGolden=true} writes the plans anew. */
class GoldenPlanSpec extends Specification {

    static final Path FOLDER = Path.of('src/test/resources/plans')

    def '#script gives the plan beside it'() {
        given:
        Checked checked = new PlaybookCompiler(new TestCatalog()).check(FOLDER.resolve(script), [:])

        when:
        String text = PlanText.of(checked.plan())
        Path golden = FOLDER.resolve(script.replace('.groovy', '.plan'))
        if (Boolean.getBoolean('updateGolden')) {
            Files.writeString(golden, text)
        }

        then:
        checked.problems() == []
        text == Files.readString(golden)

        where:
        script << ['everything.groovy', 'power.groovy', 'weekly.groovy']
    }

    def 'a plan as a tree holds plain values only, and no secret'() {
        when:
        def tree = PlanTree.of(new PlaybookCompiler(new TestCatalog()).check(FOLDER.resolve('everything.groovy'), [:]).plan())

        then:
        plain(tree)
        tree.keySet() as List == ['playbook', 'parameters', 'plays', 'sources']
        tree.parameters.find { it.name == 'token' }.value == '***'
        tree.plays[0].tasks[0].task == 'Look at ${host.name}'
        tree.plays[0].tasks[0].failedWhen == ["kernel.rc != 0 && !kernel.stdout.contains('pve')"]
        tree.plays[0].environment == [LANG: 'C.UTF-8', TOKEN: '***', HOST: '${host.name}']
    }

    private static boolean plain(Object value) {
        switch (value) {
            case Map: return value.every { k, v -> k instanceof String && plain(v) }
            case List: return value.every { plain(it) }
            default: return value instanceof String || value instanceof Number || value instanceof Boolean
        }
    }
}
