import vue from '@vitejs/plugin-vue'

/** What compiles a page in Vue. */
export const plugins = [vue()]
