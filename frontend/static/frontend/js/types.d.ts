/** The shapes that the modules share. Never downloaded: only the type checker reads this file. */

/** One line of a room's record as it travels; what is absent is null on the server. */
interface EventFrame {
  seq: number;
  kind: string;
  author?: string;
  at: string;
  text?: string;
  target?: number;
  reply_to?: number;
  emoji?: string;
  member?: string;
  role?: string;
  retracted?: boolean;
  masked?: Mask[];
  files?: FileInfo[];
  paper?: PaperInfo;
  item?: ItemInfo;
}

/** What a message tells of, if that was done on a page of the room: see ItemInfo of rooms/protocol.py. */
interface ItemInfo { kind: string; page: string; id: string; facts: Record<string, string | number> }

/** A photo of a message: width, height, and what it shows. Of an erasure: the photo that it took. */
interface FileInfo {
  id: string; w?: number; h?: number; alt?: string;
  /** Of a short video: how long it is. */
  seconds?: number;
  /** Of a video that is being made: how much of it is, in hundredths. */
  share?: number;
}

/** That a message came on paper: the member of staff who typed it in, and the day on which it was written. */
interface PaperInfo { by: string; on: string }

/** A private span of a text: where it starts and ends, in characters (not UTF-16 units), and its kind. */
type Mask = [start: number, end: number, kind: string];

/** What a member sees of one or several events. */
interface Line {
  seq: number;
  kind: string;
  author: string | null;
  at: string;
  text: string | null;
  /** What is private in the text: dots there for members, marked words for staff. */
  masked: Mask[];
  /** Its photos; of a message that was taken back, only staff are shown them. */
  files: FileInfo[];
  paper: PaperInfo | null;
  item: ItemInfo | null;
  edited: boolean;
  retracted: boolean;
  reply_to: number | null;
  member: string | null;
  reactions: [emoji: string, members: string[]][];
  /** What it said before, each until `at`; only staff are ever told. */
  versions: { text: string; at: string }[];
}

interface MemberFrame { id: string; name: string; role: string; here: boolean; read: number; state: string; away: [number, number][] }
interface RoomFrame {
  id: string; name: string; head: number; read: number; me: string;
  members: MemberFrame[]; observing: string[]; can_write: boolean; pace: number;
}
interface Limits { message_chars: number; frame_bytes: number; per_minute: number }

type ClientFrame =
  | { t: "resume"; room: string; after: number; here?: boolean }
  | { t: "post"; id: string; room: string; text: string; reply_to?: number; sure?: boolean; files?: { id: string; alt: string }[] }
  | { t: "edit"; id: string; room: string; target: number; text: string; sure?: boolean }
  | { t: "retract"; id: string; room: string; target: number }
  | { t: "react"; id: string; room: string; target: number; emoji: string; on: boolean }
  | { t: "read"; room: string; upto: number }
  | { t: "typing"; room: string }
  | { t: "history"; ref: string; room: string; before: number; limit?: number }
  | { t: "ping" };
type Command = Extract<ClientFrame, { id: string }>;

interface EventsFrame { t: "events"; room: string; after: number; upto: number; events: EventFrame[] }
interface PageFrame { t: "page"; ref: string; room: string; first: number; more: boolean; events: EventFrame[] }
interface Advice { code: string; reason: string; suggestion: string }
interface AckFrame { t: "ack"; id: string; room: string; at: string; seq?: number; held?: boolean; advice?: Advice[] }
interface ErrorFrame {
  t: "error"; code: string; retry: boolean; message: string;
  id?: string; ref?: string; room?: string; wait?: number; advice?: Advice[]; private?: string[];
}
interface WelcomeFrame { t: "welcome"; protocol: string; at: string; rooms: RoomFrame[]; limits: Limits }
type ServerFrame =
  | WelcomeFrame | EventsFrame | PageFrame | AckFrame | ErrorFrame
  | { t: "presence"; room: string; member: string; here: boolean }
  | { t: "typing"; room: string; member: string }
  | { t: "seen"; room: string; upto: Record<string, number>; at: string }
  | { t: "observing"; room: string; member: string; on: boolean }
  | { t: "held"; room: string; id: string; state: string }
  | { t: "you"; room: string; can_write: boolean }
  | { t: "slow"; room: string; every: number; until: string | null }
  | { t: "whisper"; room: string; id: string; author: string; to: string[]; text: string; at: string }
  | { t: "left"; room: string; code: string }
  | { t: "flagged"; room: string; flag: string; category: string; urgency: string }
  | { t: "told"; room: string; flag: string }
  | { t: "pong"; heads: Record<string, number> }
  | { t: "bye"; wait: number };

/** A table of frame names to field names that the checker holds equal to the types above. */
type FieldTable<F extends { t: string }> = {
  readonly [T in F["t"]]: readonly Exclude<keyof Extract<F, { t: T }>, "t">[];
};

type Connection = "connecting" | "online" | "offline" | "stopped";
type AfterClose = "stop" | "sign-in" | "soon" | "later" | "backoff";

/** A message that its author sent and the server has not yet answered for good. */
interface OutboxEntry {
  id: string;
  room: string;
  text: string;
  reply_to: number | null;
  /** Photos that the server has already. */
  files?: FileInfo[];
  at: string;
  state: "waiting" | "sending" | "refused";
  code: string | null;
  message: string | null;
  /** The writer has thought it over. */
  sure?: boolean;
  advice?: Advice[];
  private?: string[];
}

interface Draft { text: string; reply: number | null; edit: number | null }
type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Why a command was not done; `retry` says whether the same again may work. */
interface Refusal {
  code: string; retry: boolean; message: string; wait?: number; advice?: Advice[]; private?: string[];
}

interface PageMember {
  id: string; name: string; role: string; role_label: string; tone: number; initial: string; staff: boolean;
}
/** The JSON that the server leaves in `#page-data`. */
interface PageData {
  socket: string;
  room: string | null;
  me: string | null;
  head: number;
  read: number;
  can_write: boolean;
  /** Seconds between two messages of a member as the room's row has them; 0 where it is not slow. */
  pace: number;
  slow: { until: string; again: string | null } | null;
  staff: boolean;
  members: PageMember[];
  rooms: { id: string; head: number; unread: number }[];
  limits: { message_chars: number };
  edit_seconds: number;
  words: Record<string, string>;
  /** Where the sentences of items are. */
  item_words: string;
}

/** What the server puts before the service worker. */
declare const VERSION: string;
declare const KEPT: string[];
declare const IMAGES: { icon: string; badge: string };
