package dev.steward.runner.lab.syntax;

import dev.steward.runner.lab.syntax.Syntax.Document;
import dev.steward.runner.lab.syntax.Syntax.Redirect;
import dev.steward.runner.lab.syntax.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Words, reserved words and redirections as the parser asks for them; at most one word is read ahead. */
final class Tokens {

    private static final Set<String> RESERVED = Set.of(
            "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until",
            "while");

    private final Source source;
    private final Words words;
    private final Documents documents;
    private Word pendingWord;

    Tokens(Source source) {
        this.source = source;
        this.words = new Words(source);
        this.documents = new Documents(source);
    }

    /** Whether a word was read ahead. */
    boolean waiting() {
        return pendingWord != null;
    }

    /** Reads the here-documents of the line that has ended. */
    void lineEnded() {
        documents.read();
    }

    List<Redirect> redirects() {
        List<Redirect> all = new ArrayList<>();
        for (Redirect one = redirect(); one != null; one = redirect()) {
            all.add(one);
        }
        return all;
    }

    Redirect redirect() {
        blanks();
        int descriptor = -1;
        int c = source.peek();
        if (pendingWord == null && c >= '0' && c <= '9' && (source.second() == '<' || source.second() == '>')) {
            descriptor = source.next() - '0';
            c = source.peek();
        }
        if (pendingWord != null || (c != '<' && c != '>')) {
            return null;
        }
        String operator = operator();
        blanks();
        int number = descriptor >= 0 ? descriptor : operator.charAt(0) == '<' ? 0 : 1;
        Word target = takeWord();
        if (target == null) {
            throw unexpected();
        }
        Document document = operator.startsWith("<<") ? documents.expect(target, operator.endsWith("-")) : null;
        return new Redirect(number, operator, target, document);
    }

    private String operator() {
        StringBuilder operator = new StringBuilder().append((char) source.next());
        int c = source.peek();
        if (operator.charAt(0) == '<' && c == '<') {
            source.next();
            return source.take('-') ? "<<-" : "<<";
        }
        if (c == '&' || c == '>' || (c == '|' && operator.charAt(0) == '>')) {
            operator.append((char) source.next());
        }
        return operator.toString();
    }

    /** The next word where it is a reserved one, still to be taken; null otherwise. */
    String reserved() {
        blanks();
        if (pendingWord == null) {
            int c = source.peek();
            if (c == Source.END || !(c == '!' || c == '{' || c == '}' || (c >= 'c' && c <= 'w'))) {
                return null;
            }
            pendingWord = words.word();
        }
        String bare = pendingWord == null ? null : pendingWord.bare();
        return bare != null && RESERVED.contains(bare) ? bare : null;
    }

    Word takeWord() {
        Word word = pendingWord;
        pendingWord = null;
        if (word == null) {
            blanks();
            word = words.word();
        }
        return word;
    }

    void blanks() {
        if (pendingWord != null) {
            return;
        }
        while (source.peek() == ' ' || source.peek() == '\t') {
            source.next();
        }
        if (source.peek() == '#') {
            while (source.rawPeek() != '\n' && source.rawPeek() != Source.END) {
                source.raw();
            }
        }
    }

    void newlines() {
        blanks();
        while (pendingWord == null && source.take('\n')) {
            documents.read();
            blanks();
        }
    }

    SyntaxException unexpected() {
        return new SyntaxException(source.line(), message());
    }

    String message() {
        if (pendingWord != null) {
            String bare = pendingWord.bare();
            return "Syntax error: " + (RESERVED.contains(String.valueOf(bare)) ? "\"" + bare + "\"" : "word")
                    + " unexpected";
        }
        int c = source.peek();
        if (c == Source.END) {
            return "Syntax error: end of file unexpected";
        }
        if (c == '\n') {
            return "Syntax error: newline unexpected";
        }
        String token = ";&|".indexOf(c) >= 0 && source.second() == c ? "" + (char) c + (char) c : "" + (char) c;
        return "Syntax error: " + (";&|()<>".indexOf(c) >= 0 ? "\"" + token + "\"" : "word") + " unexpected";
    }
}
