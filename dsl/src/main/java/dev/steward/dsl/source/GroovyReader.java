package dev.steward.dsl.source;

import dev.steward.dsl.source.Mending.Slip;
import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/**
 * Groovy text to its syntax tree, and no step further: Groovy's parser is used without its compiler. No class is resolved,
 * loaded or generated and no AST transformation runs ({@code @Grab}, {@code @ASTTest} and the like act while compiling),
 * whatever the text says.
 */
public final class GroovyReader {

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private GroovyReader() {}

    /**
     * What could be read of a text.
     *
     * @param tree of what the parser takes; empty: nothing of it can be checked
     * @param rest takes the problems of that tree; it drops what may only follow from what the parser refused
     */
    public record Reading(Optional<ModuleNode> tree, Report rest) {}

    /**
     * Reads a text. Where the parser refuses it, every statement that is wrong by itself is reported, and the tree holds what
     * is left.
     */
    public static Reading read(SourceText source, Report report) {
        Optional<Shape.Wrong> wrong = Shape.wrong(source);
        if (wrong.isPresent()) {
            report.error(wrong.get().at(), wrong.get().message());
            return new Reading(Optional.empty(), report);
        }
        try {
            return new Reading(Optional.of(parse(source)), report);
        } catch (MultipleCompilationErrorsException e) {
            return mended(e, source, report);
        } catch (CompilationFailedException | StackOverflowError e) {
            report.error(source.at(1, 1), "this is nested too deeply to be read");
        }
        return new Reading(Optional.empty(), report);
    }

    private static Reading mended(MultipleCompilationErrorsException e, SourceText source, Report report) {
        Optional<Slip> first = slip(e);
        if (first.isEmpty()) {
            report.error(source.at(1, 1), "this is no Groovy text");
            return new Reading(Optional.empty(), report);
        }
        Mending.Found found = Mending.look(source.text(), first.get(), GroovyReader::refused);
        String hint = braces(source.text());
        found.slips().forEach(slip -> report.error(source.at(slip.line(), slip.column()), slip.message(), hint));
        Optional<ModuleNode> tree = found.rest().map(rest -> parse(new SourceText(source.file(), rest)));
        return new Reading(tree, (at, message, suggestion) -> {
            if (!found.around().contains(at.line()) && names(message).noneMatch(found.names()::contains)) {
                report.error(at, message, suggestion);
            }
        });
    }

    private static Stream<String> names(String message) {
        return QUOTED.matcher(message).results().map(match -> match.group(1));
    }

    /** What the parser says about a text; empty where it takes it. */
    private static Optional<Slip> refused(String text) {
        try {
            parse(new SourceText("part", text));
            return Optional.empty();
        } catch (MultipleCompilationErrorsException e) {
            return slip(e).or(() -> Optional.of(new Slip(1, 1, "syntax error")));
        } catch (CompilationFailedException | StackOverflowError e) {
            return Optional.of(new Slip(1, 1, "this is nested too deeply to be read"));
        }
    }

    private static Optional<Slip> slip(MultipleCompilationErrorsException e) {
        return e.getErrorCollector().getErrors().stream()
                .filter(SyntaxErrorMessage.class::isInstance)
                .map(message -> ((SyntaxErrorMessage) message).getCause())
                .map(cause -> new Slip(cause.getStartLine(), cause.getStartColumn(), plain(cause.getOriginalMessage())))
                .findFirst();
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
