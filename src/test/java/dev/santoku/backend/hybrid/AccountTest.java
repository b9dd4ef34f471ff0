package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of products: one that had nothing to do is named, one that is lost is named elsewhere. */
class AccountTest {
    private static Account.Part part(String id, long rows, long tiles, long idle) {
        return new Account.Part(id, rows, tiles, idle, Optional.empty(), false);
    }

    @Test
    void namesThoseThatHadNothingToDoAndTellsShares() {
        Account account = new Account(
                List.of(
                        part("cpu", 640, 4, 500_000),
                        part("cl0", 0, 0, 0),
                        new Account.Part("cl1", 0, 0, 0, Optional.of("refuses it: no room"), false),
                        new Account.Part("cl2", 0, 0, 0, Optional.empty(), true)),
                1,
                10_000_000);
        assertThat(account.lines())
                .containsExactly(
                        "cl0 gets nothing: the others are done before its smallest tile would be",
                        "cl1 refuses it: no room",
                        "shares of 1 product: cpu 100.0 % of the rows in 4.0 tiles each, idle at the end for 5.0 % of the time");
        assertThat(Account.NOTHING.lines()).isEmpty();
    }

    @Test
    void sharesAreThoseOfAllProducts() {
        Account one = new Account(List.of(part("cpu", 300, 3, 0), part("cl0", 100, 1, 40)), 1, 1000);
        Account other = new Account(List.of(part("cpu", 100, 1, 60), part("cl0", 300, 2, 0)), 1, 1000);
        assertThat(Account.NOTHING.and(one).and(other).lines())
                .containsExactly(
                        "shares of 2 products: cpu 50.0 % of the rows in 2.0 tiles each, idle at the end for 3.0 % of the time; "
                                + "cl0 50.0 % of the rows in 1.5 tiles each, idle at the end for 2.0 % of the time");
    }
}
