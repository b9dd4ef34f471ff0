/** Parameters that were tuned: the user's file of them, and what is shipped with the program. */
package dev.santoku.backend.tuned;
