package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a product: one that had nothing to do is named, one that is lost is named elsewhere. */
class AccountTest {
    private static final Handout.Work NOTHING = new Handout.Work(0, 0, 0, 0, true);

    @Test
    void namesThoseThatHadNothingToDoAndTellsShares() {
        Account account = new Account(
                List.of(
                        new Account.Part("cpu", new Handout.Work(640, 4, 1, 7_500_000, true), Optional.empty(), false),
                        new Account.Part("cl0", NOTHING, Optional.empty(), false),
                        new Account.Part("cl1", NOTHING, Optional.of("refuses it: no room"), false),
                        new Account.Part("cl2", NOTHING, Optional.empty(), true)),
                8_000_000);
        assertThat(account.lines())
                .containsExactly(
                        "cl0 gets nothing: the others are done before its smallest tile would be",
                        "cl1 refuses it: no room",
                        "shares of the last product: cpu 640 rows in 4 tiles, idle for 0.50 ms at the end");
        assertThat(Account.NOTHING.lines()).isEmpty();
    }
}
