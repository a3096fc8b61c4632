package dev.steward.dsl.source;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Groovy text to its syntax tree, and no step further: Groovy's parser is used without its compiler. No class is resolved,
 * loaded or generated and no AST transformation runs ({@code @Grab}, {@code @ASTTest} and the like act while compiling),
 * whatever the text says.
 */
public final class GroovyReader {

    private GroovyReader() {}

    /** The tree of a text; empty where the report took an error instead. */
    public static Optional<ModuleNode> read(SourceText source, Report report) {
        Optional<Shape.Wrong> wrong = Shape.wrong(source);
        if (wrong.isPresent()) {
            report.error(wrong.get().at(), wrong.get().message());
            return Optional.empty();
        }
        try {
            return Optional.of(parse(source));
        } catch (MultipleCompilationErrorsException e) {
            syntaxErrors(e, source, report);
        } catch (CompilationFailedException | StackOverflowError e) {
            report.error(source.at(1, 1), "this is nested too deeply to be read");
        }
        return Optional.empty();
    }

    private static ModuleNode parse(SourceText source) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setDisabledGlobalASTTransformations(
                java.util.Set.of("groovy.grape.GrabAnnotationTransformation"));
        try (GroovyClassLoader loader = new GroovyClassLoader(GroovyReader.class.getClassLoader(), configuration)) {
            SourceUnit unit = new SourceUnit(
                    source.file(), source.text(), configuration, loader, new ErrorCollector(configuration));
            unit.parse();
            unit.completePhase();
            unit.nextPhase();
            unit.convert();
            return unit.getAST();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void syntaxErrors(MultipleCompilationErrorsException e, SourceText source, Report report) {
        for (Object message : e.getErrorCollector().getErrors()) {
            if (message instanceof SyntaxErrorMessage syntax) {
                SyntaxException cause = syntax.getCause();
                report.error(
                        source.at(cause.getStartLine(), cause.getStartColumn()),
                        plain(cause.getOriginalMessage()),
                        braces(source.text()));
            }
        }
        if (e.getErrorCollector().getErrors().stream().noneMatch(SyntaxErrorMessage.class::isInstance)) {
            report.error(source.at(1, 1), "this is no Groovy text");
        }
    }

    /** The parser names the begin of what never ends, so a missing brace needs a word of its own. */
    private static String braces(String text) {
        long open = text.chars().filter(c -> c == '{').count();
        long closed = text.chars().filter(c -> c == '}').count();
        return open == closed ? "" : "there are " + open + " '{' but " + closed + " '}': is one missing?";
    }

    private static String plain(String message) {
        String first = message.lines().findFirst().orElse("syntax error");
        return first.isEmpty()
                ? "syntax error"
                : first.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + first.substring(1);
    }
}
