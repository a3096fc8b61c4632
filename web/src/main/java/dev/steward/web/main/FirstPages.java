package dev.steward.web.main;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What a server is asked for first, asked by itself: the classes that it loads for them are those that the next start needs. */
final class FirstPages {

    private static final List<String> PAGES =
            List.of("/", "/runs", "/schedules", "/power", "/estate", "/style.css", "/api/v1/runs", "/metrics");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FirstPages() {}

    /**
     * Asks for each.
     *
     * @param address of the server, without a slash at its end
     * @throws Refusal where the server itself fails at a page
     */
    static void ask(String address) throws IOException, InterruptedException, Refusal {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        for (String page : PAGES) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + page))
                    .timeout(PATIENCE)
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 500) {
                throw new Refusal(Exit.ERROR, List.of("The page " + page + " fails with " + status + "."));
            }
        }
    }
}
