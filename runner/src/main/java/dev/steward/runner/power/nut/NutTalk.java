package dev.steward.runner.power.nut;

import dev.steward.runner.secret.Masker;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.time.Time;
import java.io.Closeable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** One connection: a request, then its whole answer. After a failure of the way it must not be used again. */
final class NutTalk implements Closeable {

    private static final int MOST_LINES = 4096;

    private final NutWire wire;
    private final String where;
    private final Masker masker;

    private NutTalk(NutWire wire, String where, Masker masker) {
        this.wire = wire;
        this.where = where;
        this.masker = masker;
    }

    /** Opens one, in TLS where that is wanted: then nothing but the wish for it goes over in plain text. */
    static NutTalk open(NutServer server, String where, Time time, List<InetAddress> addresses) throws NutException {
        NutWire wire = NutWire.open(server, where, time, addresses);
        try {
            NutTalk talk = new NutTalk(
                    wire,
                    where,
                    TextMasker.of(
                            server.login().map(NutLogin::password).stream().toList()));
            if (server.tls().isPresent()) {
                talk.order("STARTTLS");
                wire.secure(server.tls().get());
            }
            return talk;
        } catch (NutException e) {
            wire.close();
            throw e;
        }
    }

    /** Says who we are. upsd says OK to everybody: whether it is true shows at the first thing that needs it. */
    void introduce(NutLogin login) throws NutException {
        order("USERNAME " + NutLine.word(login.user()));
        order("PASSWORD " + NutLine.word(login.password().reveal()));
    }

    /** The words of a one-line answer. */
    List<String> ask(String request) throws NutException {
        wire.send(request);
        return words();
    }

    /** The words after OK of the answer to something that is to be done. */
    List<String> order(String request) throws NutException {
        List<String> answer = ask(request);
        if (!answer.get(0).equals("OK")) {
            throw garbled("it answers " + request.split(" ")[0] + " with '" + String.join(" ", answer) + "'");
        }
        return answer.subList(1, answer.size());
    }

    /** What {@code LIST query} says: the words of each line after those that repeat the query. */
    List<List<String>> list(String... query) throws NutException {
        wire.send("LIST "
                + String.join(" ", List.of(query).stream().map(NutLine::word).toList()));
        List<String> first = words();
        if (!first.equals(framed("BEGIN", query))) {
            throw garbled("a list begins with '" + String.join(" ", first) + "'");
        }
        List<List<String>> lines = new ArrayList<>();
        while (true) {
            List<String> line = words();
            if (line.equals(framed("END", query))) {
                return lines;
            }
            if (line.size() < query.length || !line.subList(0, query.length).equals(List.of(query))) {
                throw garbled("'" + String.join(" ", line) + "' in a list of " + query[0]);
            }
            if (lines.size() == MOST_LINES) {
                throw garbled("a list has more than " + MOST_LINES + " lines");
            }
            lines.add(line.subList(query.length, line.size()));
        }
    }

    private static List<String> framed(String word, String... query) {
        List<String> frame = new ArrayList<>(List.of(word, "LIST"));
        frame.addAll(List.of(query));
        return frame;
    }

    private List<String> words() throws NutException {
        String line = wire.line();
        List<String> words = NutLine.words(line).orElseThrow(() -> garbled("a quote is never closed"));
        if (words.isEmpty()) {
            throw garbled("an empty line");
        }
        if (words.get(0).equals("ERR")) {
            throw new NutException(where, NutError.of(words.size() > 1 ? words.get(1) : ""), shown(line), null);
        }
        return words;
    }

    /**
     * An answer that is none.
     *
     * @param detail with the whole line, where it repeats one: of one word of a secret nobody could know that it is one
     */
    NutException garbled(String detail) {
        return new NutException(where, NutError.GARBLED, shown(detail), null);
    }

    /** Masked before it is cut: a piece of a secret would not be known for one. */
    private String shown(String said) {
        String text = masker.mask(said);
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }

    @Override
    public void close() {
        wire.close();
    }
}
