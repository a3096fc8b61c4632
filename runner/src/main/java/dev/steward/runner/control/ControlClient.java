package dev.steward.runner.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
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

    @Override
    public void handle(Ask ask, Replies replies) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            out.write(json.writerFor(Ask.class).writeValueAsString(ask));
            out.write('\n');
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Reply reply = json.readValue(line, Reply.class);
                replies.accept(reply);
                if (reply.last()) {
                    return;
                }
            }
            throw new IOException("the Steward that owns the state directory went away before it had answered");
        }
    }
}
