import { defend } from "./attack.ts";
import { network } from "./network.ts";

defend("Sockets and name look-up", network);
