package dev.steward.runner.store.row;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Finds the parameters of plain statements, which nearly all of ours are. JDBI's own way is a grammar, whose loading
 * costs a short command a tenth of its CPU time; it is still asked for whatever is not plain.
 */
public final class PlainStatements implements SqlParser, TemplateEngine {

    private static final Pattern DEFINED = Pattern.compile("[\\\\]|<\\w+>");

    /** What may hold something in pointed brackets that is no attribute. */
    private static final Pattern QUOTED = Pattern.compile("[\\\\'\"]|/\\*|--");

    private static final Pattern ATTRIBUTE = Pattern.compile("<(\\w+)>");

    /** Makes this the way statements are read. */
    public void in(SqlStatements statements) {
        statements.setSqlParser(this).setTemplateEngine(this);
    }

    @Override
    public String render(String template, StatementContext context) {
        if (!DEFINED.matcher(template).find()) {
            return template;
        }
        boolean unsure = QUOTED.matcher(template).find()
                || ATTRIBUTE
                        .matcher(template)
                        .results()
                        .anyMatch(found -> context.getAttribute(found.group(1)) == null);
        return unsure
                ? Thorough.TEMPLATES.render(template, context)
                : ATTRIBUTE.matcher(template).replaceAll(found -> attribute(found.group(1), context));
    }

    private static String attribute(String name, StatementContext context) {
        return Matcher.quoteReplacement(String.valueOf(context.getAttribute(name)));
    }

    @Override
    public Optional<Function<StatementContext, String>> parse(String template, ConfigRegistry config) {
        return Optional.of(context -> render(template, context));
    }

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql.Builder parsed = ParsedSql.builder();
        int from = 0;
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'' || c == '"') {
                int end = sql.indexOf(c, at + 1);
                if (end < 0 || sql.substring(at, end).indexOf('\\') >= 0) {
                    return Thorough.PARSER.parse(sql, context);
                }
                at = end;
            } else if (c == ':') {
                int end = nameEnd(sql, at + 1);
                if (end == at + 1 || end < sql.length() && ".:?".indexOf(sql.charAt(end)) >= 0) {
                    return Thorough.PARSER.parse(sql, context);
                }
                parsed.append(sql.substring(from, at)).appendNamedParameter(sql.substring(at + 1, end));
                from = end;
                at = end - 1;
            } else if (c == '?' && (at + 1 == sql.length() || "?|&".indexOf(sql.charAt(at + 1)) < 0)) {
                parsed.append(sql.substring(from, at)).appendPositionalParameter();
                from = at + 1;
            } else if (unusual(sql, at)) {
                return Thorough.PARSER.parse(sql, context);
            }
            at++;
        }
        return parsed.append(sql.substring(from)).build();
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }

    private static int nameEnd(String sql, int from) {
        int end = from;
        while (end < sql.length() && (sql.charAt(end) == '_' || asciiLetter(sql.charAt(end), end > from))) {
            end++;
        }
        return end;
    }

    private static boolean asciiLetter(char c, boolean orDigit) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || orDigit && c >= '0' && c <= '9';
    }

    /** What may be a comment, an escape, an operator with a question mark or a letter that the grammar has its own view of. */
    private static boolean unusual(String sql, int at) {
        char c = sql.charAt(at);
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        return c == '?' || c == '\\' || c > '~' || c == '-' && next == '-' || c == '/' && next == '*';
    }

    /** Loaded when it is needed. */
    private static final class Thorough {
        private static final SqlParser PARSER = new ColonPrefixSqlParser();
        private static final TemplateEngine TEMPLATES = new DefinedAttributeTemplateEngine();
    }
}
