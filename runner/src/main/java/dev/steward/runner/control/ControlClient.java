package dev.steward.runner.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks the owner of the state directory through its socket; one connection an ask. */
public final class ControlClient implements Desk {

    private final Path socket;
    private final ObjectMapper json;

    /**
     * A client.
     *
     * @param socket of the owner
     * @param json the wire form
     */
    public ControlClient(Path socket, ObjectMapper json) {
        this.socket = socket;
        this.json = json;
    }

    /** Nobody has read the ask, so nothing was done: it may be asked again, of whoever owns the state directory then. */
    public static final class NotHeard extends IOException {

        private static final long serialVersionUID = 1L;

        private NotHeard(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Asks.
     *
     * @throws NotHeard when nothing was done
     * @throws IOException when the owner died while it answered; what it had begun, it had recorded
     */
    @Override
    public void handle(Ask ask, Replies replies) throws IOException {
        Hearing hearing = new Hearing(replies);
        try {
            talk(ask, hearing);
        } catch (IOException e) {
            if (!hearing.heard) {
                throw new NotHeard("the Steward that owned the state directory does not answer", e);
            }
            throw e;
        }
        if (hearing.ending) {
            throw new NotHeard("the Steward that owns the state directory is just ending", null);
        }
    }

    private void talk(Ask ask, Hearing hearing) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            out.write(json.writerFor(Ask.class).writeValueAsString(ask));
            out.write('\n');
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Reply reply = json.readValue(line, Reply.class);
                hearing.accept(reply);
                if (reply.last()) {
                    return;
                }
            }
            throw new EOFException(
                    "the Steward that did this ended in the middle of it (killed, or the machine is going"
                            + " down). What became of it: steward runs list");
        }
    }

    /** Keeps what is between client and server from those who asked. */
    private static final class Hearing implements Replies {

        private final Replies replies;
        private boolean heard;
        private boolean ending;

        private Hearing(Replies replies) {
            this.replies = replies;
        }

        @Override
        public void accept(Reply reply) throws IOException {
            heard = true;
            ending = reply instanceof Reply.Ending;
            if (!ending && !(reply instanceof Reply.Heard)) {
                replies.accept(reply);
            }
        }
    }
}
