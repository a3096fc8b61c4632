package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.source.SourceText;
import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;

/**
 * What the reading of one file needs throughout.
 *
 * @param source the file
 * @param catalog the modules
 * @param report takes the problems
 * @param registered every name that the file registers somewhere, with its line
 */
record Context(SourceText source, ModuleCatalog catalog, Report report, Map<String, Integer> registered) {

    SourceRef at(ASTNode node) {
        return source.at(node);
    }

    void error(ASTNode node, String message) {
        report.error(at(node), message);
    }

    void error(ASTNode node, String message, String suggestion) {
        report.error(at(node), message, suggestion);
    }
}
