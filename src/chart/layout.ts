/** A point in px, from the drawing's top left corner. */
export type Point = readonly [x: number, y: number]

/** A rectangle in px, from the drawing's top left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A state as a box; those inside it come after it. */
export interface LaidState extends Box {
  /** `renewing.refreshing` */
  readonly path: string
  readonly key: string
  readonly description: string | null
  readonly tags: readonly string[]
  /** Actors that live as long as the state. */
  readonly actors: readonly string[]
  readonly isLeaf: boolean
  readonly isFinal: boolean
}

/** One of the edges that an arrow stands for. */
export interface LaidEdge {
  /** The path of the state that declares it; `''` for the machine itself. */
  readonly source: string
  /** As XState knows the event, `request.unauthorized`, `xstate.done.actor.renewal`. */
  readonly descriptor: string
  /** As a reader knows it: `done: renewal`, `after tokenLapse`. */
  readonly event: string
  readonly guard: string | null
}

/** All edges from one state to another. */
export interface LaidArrow {
  /** `from → to`, by paths; `from` is `''` where it starts in any state. */
  readonly id: string
  readonly from: string
  readonly to: string
  /** Corners of the line, from its start to its tip. */
  readonly line: readonly Point[]
  readonly label: Box & { readonly lines: readonly string[] }
  readonly edges: readonly LaidEdge[]
}

/** A chart with its places. */
export interface ChartLayout {
  readonly machine: 'session' | 'renewal'
  readonly width: number
  readonly height: number
  /** Where arrows start that lead out of any state; `null` where there are none. */
  readonly anywhere: Box | null
  readonly states: readonly LaidState[]
  readonly arrows: readonly LaidArrow[]
}
