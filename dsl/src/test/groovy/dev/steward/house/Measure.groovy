package dev.steward.house

import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import java.nio.file.Files
import java.nio.file.Path

/** The house measure: small rooms. File at most 400 lines, method 40, constructor 6 parameters, package 25 classes. */
final class Measure {

    private static final int FILE = 400
    private static final int METHOD = 40
    private static final int CONSTRUCTOR = 6
    private static final int PACKAGE = 25

    private Measure() { }

    static JavaClasses mainClasses(String root) {
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption { !it.contains('test-classes') && !it.contains('-tests.jar') }
                .importPackages(root)
    }

    /** Source files of a tree that are too long. */
    static List<String> longFiles(String root) {
        sources(root).collectMany { file ->
            long lines = Files.readAllLines(file).size()
            lines > FILE ? ["$file: $lines lines, at most $FILE" as String] : []
        }
    }

    /** Methods whose line table spans more than the measure. */
    static List<String> longMethods(JavaClasses classes) {
        classes.collectMany { type -> type.codeUnits }
                .findAll { unit -> !unit.name.contains('$') && unit.name != '<clinit>' && !unit.owner.isRecord() }
                .collectMany { unit ->
            def lines = (unit.callsFromSelf + unit.fieldAccesses)*.lineNumber
            int span = lines ? lines.max() - Math.max(lines.min(), unit.sourceCodeLocation.lineNumber) + 1 : 0
            span > METHOD ? ["${unit.fullName}: $span lines, at most $METHOD" as String] : []
        }
    }

    static List<String> wideConstructors(JavaClasses classes) {
        classes.findAll { !it.isRecord() && !it.isEnum() && !it.isAnonymousClass() }.collectMany { type ->
            type.constructors.findAll { it.rawParameterTypes.size() > CONSTRUCTOR }.collect {
                "${it.fullName}: ${it.rawParameterTypes.size()} parameters, at most $CONSTRUCTOR" as String
            }
        }
    }

    /** Top-level classes a package holds, by source files. */
    static List<String> fullPackages(String root) {
        sources(root).groupBy { it.parent }.collectMany { dir, files ->
            files.size() > PACKAGE ? ["$dir: ${files.size()} classes, at most $PACKAGE" as String] : []
        }
    }

    static List<String> vagueNames(String root) {
        sources(root)*.parent.unique().findAll { it.fileName.toString() in ['util', 'utils', 'common', 'helper', 'helpers', 'misc'] }*.toString()
    }

    private static List<Path> sources(String root) {
        Files.walk(Path.of(root)).withCloseable { it.filter { f -> f.toString() ==~ /.*\.(java|groovy)/ }.toList() }
    }
}
