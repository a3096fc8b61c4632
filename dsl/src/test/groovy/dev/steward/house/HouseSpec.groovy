package dev.steward.house

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices

import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import spock.lang.Shared
import spock.lang.Specification

/** What every module keeps: import rules, no package cycles, the house measure. A module's own spec names its rules. */
abstract class HouseSpec extends Specification {

    @Shared JavaClasses classes = Measure.mainClasses(root())

    /** The root package of the module, as dev.steward.dsl. */
    abstract String root()

    /** Package (below the root) to the packages of the same module that it may import. */
    abstract Map<String, List<String>> imports()

    /** Library package prefix to the only packages (below the root) that may import it. */
    Map<String, List<String>> kept() { [:] }

    /** Spec files that are known to be too long. */
    List<String> stillLong() { [] }

    def 'a package imports only what the house allows'() {
        expect:
        offences().toSorted().unique() == []
    }

    def 'packages are free of cycles'() {
        expect:
        slices().matching(root() + '.(**)').should().beFreeOfCycles().allowEmptyShould(true).check(classes)
    }

    def 'a library stays in its room'() {
        expect:
        classes.collectMany { type ->
            String room = room(type)
            type.directDependenciesFromSelf*.targetClass.unique().collectMany { target ->
                kept().findAll { prefix, rooms -> target.name.startsWith(prefix) && !allows(rooms, room) }
                        .collect { prefix, rooms -> "${type.name} uses ${target.name}, which stays in $rooms" as String }
            }
        }.unique() == []
    }

    def 'the house measure holds'() {
        expect:
        Measure.longFiles('src/main/java') == []
        Measure.longFiles('src/test/groovy').findAll { line -> !stillLong().any { line.contains("/$it:") } } == []
        Measure.longMethods(classes) == []
        Measure.wideConstructors(classes) == []
        Measure.fullPackages('src/main/java') == []
        Measure.vagueNames('src/main/java') == []
    }

    private List<String> offences() {
        classes.collectMany { type ->
            String from = room(type)
            type.directDependenciesFromSelf*.targetClass.findAll { it.packageName.startsWith(root()) }.collectMany { target ->
                String to = room(target)
                from == to || allows(imports()[from] ?: [], to) ? [] : ["$from imports $to (${type.simpleName} uses ${target.simpleName})" as String]
            }
        }
    }

    private static boolean allows(List<String> rooms, String room) {
        rooms.any { it == room || it == '*' || (it.endsWith('*') && room.startsWith(it[0..-2])) }
    }

    private String room(JavaClass type) {
        type.packageName == root() ? '' : type.packageName - (root() + '.')
    }
}
